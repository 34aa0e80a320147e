namespace Crm.Domain.Common;

/// <summary>Limits of every aggregate unless it declares others. Used by domain, validators and columns.</summary>
public static class Limits
{
    /// <summary>Names, titles and other single lines, in UTF-16 code units.</summary>
    public const int Line = 255;

    /// <summary>Web addresses.</summary>
    public const int Url = 2048;

    /// <summary>Notes, descriptions, reasons.</summary>
    public const int Text = 20_000;

    /// <summary>The maximum number of tags (or competitors, children's names) of a record.</summary>
    public const int TagCount = 50;

    /// <summary>The maximum length of a tag.</summary>
    public const int TagLength = 50;

    /// <summary>The largest amount of decimal(18,2).</summary>
    public const decimal MaxMoney = 9_999_999_999_999_999.99m;
}
