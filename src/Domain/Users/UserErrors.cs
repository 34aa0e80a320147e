namespace Crm.Domain.Users;

public static class UserErrors
{
    public static readonly Error Inactive = Error.Conflict(
        "user_inactive", "This user is deactivated and cannot be assigned anything; choose an active one.");

    public static readonly Error EmailTaken = Error.Conflict(
        "user_email_taken", "Another user has this e-mail address; use a different one.").At("email");

    public static readonly Error UsernameTaken = Error.Conflict(
        "username_taken", "Another user has this username; use a different one.").At("username");

    public static readonly Error RoleInTrash = Error.Conflict(
        "user_role_in_trash", "The user's role is in the trash; restore it first.");

    public static readonly Error WrongCurrentPassword = Error.Invalid(
        "wrong_current_password", "The current password is wrong; enter it again.").At("currentPassword");

    public static readonly Error ReassignToSelf = Error.Invalid(
        "reassign_to_self", "toUserId must be another user.").At("toUserId");

    public static Error OwnsOpenRecords(int count) => Error.Conflict(
        "user_owns_open_records", $"The user owns {count} open record(s); reassign them first.").With("openRecords", count);
}
