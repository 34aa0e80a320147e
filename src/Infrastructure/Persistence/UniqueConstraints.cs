using Crm.Domain.Contacts;
using Crm.Domain.Groups;
using Crm.Domain.Roles;
using Crm.Domain.Users;

namespace Crm.Infrastructure.Persistence;

/// <summary>The errors of violated unique indexes, which decide if two concurrent requests both pass the check before.</summary>
internal static class UniqueConstraints
{
    private static readonly Dictionary<string, Error> Errors = new(StringComparer.Ordinal)
    {
        ["ux_contacts_email"] = ContactErrors.EmailTaken,
        ["ux_users_email"] = UserErrors.EmailTaken,
        ["ux_users_username"] = UserErrors.UsernameTaken,
        ["ux_social_profiles_platform"] = SocialProfileErrors.PlatformExists,
        ["ux_social_profiles_url"] = SocialProfileErrors.UrlExists,
        ["ux_user_group_members_user"] = GroupErrors.MemberExists,
        ["ux_roles_name"] = RoleErrors.NameTaken,
    };

    public static Error? ErrorOf(string? constraint) => constraint is null ? null : Errors.GetValueOrDefault(constraint);
}
