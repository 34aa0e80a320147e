namespace Crm.Domain.Tests.Common;

public sealed class ResultTests
{
    private static readonly Error Error = Error.Conflict("taken", "Choose another.");

    [Test]
    public void A_failure_has_no_value()
    {
        Result<int> failed = Error;
        Assert.That(failed.Error, Is.SameAs(Error));
        Assert.That(() => failed.Value, Throws.InvalidOperationException.With.Message.Contains("taken"));
        Result<int> fine = 5;
        Assert.That((fine.Value, fine.Error), Is.EqualTo((5, (Error?)null)));
        Assert.That(Result.Fail(Error).Error, Is.SameAs(Error));
    }

    [Test]
    public void An_error_points_at_a_field_and_takes_further_members()
    {
        var error = Error.At("name").With("a", 1).With("b", 2);
        Assert.That(error.Fields!["name"], Is.EqualTo(new[] { "Choose another." }));
        Assert.That(error.Details, Is.EqualTo(new Dictionary<string, object?> { ["a"] = 1, ["b"] = 2 }));
        Assert.That((Error.Fields, Error.Details), Is.EqualTo(((object?)null, (object?)null)), "the catalogue's own error stays as it is");
    }
}
