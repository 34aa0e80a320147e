using System.Runtime.Serialization;

namespace Crm.Domain.Companies;

/// <summary>Size class by number of employees.</summary>
public enum CompanySize
{
    [EnumMember(Value = "MICRO_1_10")]
    Micro,

    [EnumMember(Value = "SMALL_11_50")]
    Small,

    [EnumMember(Value = "MEDIUM_51_200")]
    Medium,

    [EnumMember(Value = "LARGE_201_1000")]
    Large,

    [EnumMember(Value = "ENTERPRISE_1000_PLUS")]
    Enterprise,
}
