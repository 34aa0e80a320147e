namespace Crm.Application.Common.Validation;

/// <summary>Names of shapes that are checked by code of our own; the API's document tells their limits.</summary>
public static class Shapes
{
    public const string Email = "email";
    public const string Money = "money";

    /// <summary>Some short texts; the most characters of one follow.</summary>
    public const string Texts = "texts:";
}
