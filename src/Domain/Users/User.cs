namespace Crm.Domain.Users;

/// <summary>Somebody who works with the system.</summary>
public sealed class User : AggregateRoot, IRestorable
{
    /// <summary>Fewest characters of a password.</summary>
    public const int MinPasswordLength = 12;

    /// <summary>Most characters of a password; beyond it hashing would be a way to load the service.</summary>
    public const int MaxPasswordLength = 256;

    private User()
    {
    }

    private User(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }

    /// <summary>What its members may hold.</summary>
    public static FieldRules<User> Rules { get; } = FieldRules.For<User>(f => f.Required(u => u.RoleId));

    public UserDetails Details { get; private set; } = new();
    public Guid RoleId { get; private set; }

    /// <summary>Null: nobody can log in with a password until one is set.</summary>
    public string? PasswordHash { get; private set; }

    /// <summary>Kept by one statement at login, outside version and audit.</summary>
    public DateTimeOffset? LastLoginAt { get; private set; }

    /// <summary>First and last name, as lists and histories show them.</summary>
    public string FullName { get; private set; } = "";
    public string NameFolded { get; private set; } = "";
    public string SearchText { get; private set; } = "";

    public static Result<User> Create(
        Guid id, UserDetails details, Guid roleId, string? passwordHash, DateTimeOffset createdAt, DateTimeOffset now)
    {
        var faults = new FieldFaults().Check(UserDetails.Rules, details).Check(Rules, nameof(RoleId), roleId);
        if (faults.CheckPast(nameof(CreatedAt), createdAt, now).Error is { } invalid)
            return invalid;
        var user = new User(id, createdAt) { PasswordHash = passwordHash };
        user.Take(details, roleId);
        user.Raise(new UserCreated(id, roleId, now));
        return user;
    }

    public Result Update(UserDetails details, Guid roleId, DateTimeOffset now)
    {
        if (new FieldFaults().Check(UserDetails.Rules, details).Check(Rules, nameof(RoleId), roleId).Error is { } invalid)
            return invalid;
        Take(details, roleId);
        Raise(new UserUpdated(Id, now));
        return Result.Ok;
    }

    public void SetPassword(string passwordHash, DateTimeOffset now)
    {
        PasswordHash = passwordHash;
        Raise(new UserPasswordChanged(Id, now));
    }

    /// <param name="openRecords">How many open records the user owns or is assigned.</param>
    /// <param name="now">The present moment.</param>
    public Result Delete(int openRecords, DateTimeOffset now)
    {
        if (openRecords > 0)
            return UserErrors.OwnsOpenRecords(openRecords);
        DeletedAt = now;
        Raise(new UserDeleted(Id, now));
        return Result.Ok;
    }

    /// <summary>Brings the user back as it was; a live one stays as it is.</summary>
    public void Restore(DateTimeOffset now)
    {
        if (DeletedAt is null)
            return;
        DeletedAt = null;
        Raise(new UserRestored(Id, now));
    }

    private void Take(UserDetails details, Guid roleId)
    {
        Details = details;
        RoleId = roleId;
        FullName = $"{Details.FirstName} {Details.LastName}".Trim();
        NameFolded = Folding.Fold($"{Details.LastName} {Details.FirstName}");
        SearchText = Folding.SearchText(FullName, Details.Email, Details.Username, Details.JobTitle);
    }
}
