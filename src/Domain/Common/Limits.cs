namespace Crm.Domain.Common;

/// <summary>Limits that hold for every aggregate unless it says otherwise; shared by domain, validators and columns.</summary>
public static class Limits
{
    /// <summary>Names, titles and other single lines, in UTF-16 code units.</summary>
    public const int Line = 255;

    /// <summary>Web addresses.</summary>
    public const int Url = 2048;

    /// <summary>Notes, descriptions, reasons.</summary>
    public const int Text = 20_000;

    /// <summary>How many tags (or competitors, children's names) a record takes.</summary>
    public const int TagCount = 50;

    /// <summary>Length of one tag.</summary>
    public const int TagLength = 50;

    /// <summary>Largest amount that fits decimal(18,2).</summary>
    public const decimal MaxMoney = 9_999_999_999_999_999.99m;
}
