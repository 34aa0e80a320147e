namespace Crm.Application.Common.Fields;

/// <summary>The data protection class of a field.</summary>
public enum FieldClass
{
    /// <summary>Neither personal nor sensitive: status, source, owner, industry, amounts.</summary>
    Plain,

    /// <summary>Personal data: names, addresses, numbers, free text about persons.</summary>
    Personal,

    /// <summary>Personal data that harms the person if disclosed: birthday, family, private notes, secrets.</summary>
    Sensitive,
}
