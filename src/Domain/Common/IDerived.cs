namespace Crm.Domain.Common;

/// <summary>An aggregate that stores texts derived from its other members, for search, sorting and comparison.</summary>
public interface IDerived
{
    /// <summary>
    /// The version of the derivation. Change it when any aggregate derives a text differently, or has a new one: the next migration then
    /// derives the texts of all existing rows again.
    /// </summary>
    const string Version = "3";

    /// <summary>The company whose name is part of the search text. Null: none.</summary>
    Guid? SearchedCompanyId => null;

    /// <summary>Derives the texts again.</summary>
    /// <param name="companyName">The name of the company with <see cref="SearchedCompanyId"/>.</param>
    void DeriveTexts(string? companyName);
}
