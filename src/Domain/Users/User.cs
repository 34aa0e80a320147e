namespace Crm.Domain.Users;

/// <summary>A user of the service.</summary>
public sealed class User : AggregateRoot, IDerived, IRestorable
{
    /// <summary>The minimum length of a password.</summary>
    public const int MinPasswordLength = 12;

    /// <summary>The maximum length of a password. Hashing longer ones would allow denial of service.</summary>
    public const int MaxPasswordLength = 256;

    private User()
    {
    }

    private User(Guid id, DateTimeOffset createdAt)
        : base(id, createdAt)
    {
    }

    /// <summary>The field rules of this type.</summary>
    public static FieldRules<User> Rules { get; } = FieldRules.For<User>(f => f.Required(u => u.RoleId));

    public UserDetails Details { get; private set; } = new();
    public Guid RoleId { get; private set; }

    /// <summary>Null: login with a password is not possible until one is set.</summary>
    public string? PasswordHash { get; private set; }

    /// <summary>Updated by one statement at login. Does not raise the version and is not audited.</summary>
    public DateTimeOffset? LastLoginAt { get; private set; }

    /// <summary>First and last name, as shown in lists and histories.</summary>
    public string FullName { get; private set; } = "";
    public string NameFolded { get; private set; } = "";
    public string SearchText { get; private set; } = "";
    public string SearchAddresses { get; private set; } = "";

    public static Result<User> Create(
        Guid id, UserDetails details, Guid roleId, string? passwordHash, DateTimeOffset createdAt, DateTimeOffset now)
    {
        var faults = new FieldFaults().Check(UserDetails.Rules, details).Check(Rules, nameof(RoleId), roleId);
        if (faults.CheckPast(nameof(CreatedAt), createdAt, now).Error is { } invalid)
            return invalid;
        var user = new User(id, createdAt) { PasswordHash = passwordHash };
        user.Apply(details, roleId);
        user.Raise(new UserCreated(id, roleId, now));
        return user;
    }

    public Result Update(UserDetails details, Guid roleId, DateTimeOffset now)
    {
        if (new FieldFaults().Check(UserDetails.Rules, details).Check(Rules, nameof(RoleId), roleId).Error is { } invalid)
            return invalid;
        Apply(details, roleId);
        Raise(new UserUpdated(Id, now));
        return Result.Ok;
    }

    public void SetPassword(string passwordHash, DateTimeOffset now)
    {
        PasswordHash = passwordHash;
        Raise(new UserPasswordChanged(Id, now));
    }

    /// <param name="openRecords">The number of open records that the user owns or is assigned to.</param>
    /// <param name="now">The current time.</param>
    public Result Delete(int openRecords, DateTimeOffset now)
    {
        if (openRecords > 0)
            return UserErrors.OwnsOpenRecords(openRecords);
        DeletedAt = now;
        Raise(new UserDeleted(Id, now));
        return Result.Ok;
    }

    /// <summary>Restores the user from the trash. A live user stays unchanged.</summary>
    public void Restore(DateTimeOffset now)
    {
        if (DeletedAt is null)
            return;
        DeletedAt = null;
        Raise(new UserRestored(Id, now));
    }

    /// <inheritdoc/>
    public void DeriveTexts(string? companyName)
    {
        FullName = $"{Details.FirstName} {Details.LastName}".Trim();
        NameFolded = Folding.Fold($"{Details.LastName} {Details.FirstName}");
        SearchText = Folding.SearchText(FullName, Details.Username, Details.JobTitle);
        SearchAddresses = Folding.SearchText(Details.Email);
    }

    private void Apply(UserDetails details, Guid roleId)
    {
        Details = details;
        RoleId = roleId;
        DeriveTexts(null);
    }
}
