namespace Crm.Application.Common.Fields;

/// <summary>How a field's values are to be protected.</summary>
public enum FieldClass
{
    /// <summary>Neither of the others: status, source, owner, industry, amounts.</summary>
    Plain,

    /// <summary>About a person: names, addresses, numbers, free text about persons.</summary>
    Personal,

    /// <summary>Personal, and harmful in other hands: birthday, family, private notes, secrets.</summary>
    Sensitive,
}
