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
        using (Assert.EnterMultipleScope())
        {
            Assert.That(fine.Value, Is.EqualTo(5));
            Assert.That(fine.Error, Is.Null);
        }

        Assert.That(Result.Fail(Error).Error, Is.SameAs(Error));
    }

    [Test]
    public void An_error_has_a_field_and_further_members()
    {
        var error = Error.At("name").With("a", 1).With("b", 2);
        Assert.That(error.Fields!["name"], Is.EqualTo(new[] { "Choose another." }));
        Assert.That(error.Details, Is.EqualTo(new Dictionary<string, object?> { ["a"] = 1, ["b"] = 2 }));
        using (Assert.EnterMultipleScope())
        {
            // The catalogue's own error stays as it is.
            Assert.That(Error.Fields, Is.Null);
            Assert.That(Error.Details, Is.Null);
        }
    }
}
