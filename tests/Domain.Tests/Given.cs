namespace Crm.Domain.Tests;

/// <summary>Arbitrary values that tests share.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Now = new(2026, 3, 17, 10, 30, 0, TimeSpan.Zero);
    public static readonly Guid Id = new("019d0000-0000-7000-8000-000000000001");
    public static readonly Guid By = new("019d0000-0000-7000-8000-000000000002");
    public static readonly Guid Owner = new("019d0000-0000-7000-8000-000000000003");
    public static readonly CompanyName Acme = new(new("019d0000-0000-7000-8000-000000000004"), "Acme Łódź");

    /// <summary>Expects an error with this code and kind, for this field.</summary>
    public static Error? Fails(this Error? error, string code, ErrorKind kind, string? field = null)
    {
        Assert.That(error, Is.Not.Null, $"Expected the error {code}, but the call succeeded.");
        Assert.That(error!.Code, Is.EqualTo(code));
        Assert.That(error.Kind, Is.EqualTo(kind));
        Assert.That(error.Fields?.Keys, field is null ? Is.Null : Is.EquivalentTo(new[] { field }));
        return error;
    }

    public static Error? Fails(this Result result, string code, ErrorKind kind, string? field = null) =>
        result.Error.Fails(code, kind, field);

    public static Error? Fails<T>(this Result<T> result, string code, ErrorKind kind, string? field = null) =>
        result.Error.Fails(code, kind, field);

    public static void Succeeds(this Result result) => Assert.That(result.Error, Is.Null);
}
