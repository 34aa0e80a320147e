using Crm.Api.Tests.Activities;
using Crm.Domain.Roles;

namespace Crm.Api.Tests.Time;

/// <summary>Base class of the tests with users in different time zones.</summary>
public abstract class TimeTest : ActivityTest
{
    protected static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A user whose days are those of the time zone.</summary>
    protected async Task<ApiClient> UserInAsync(string zone, string role = BuiltInRoles.SalesManager)
    {
        var user = await UserAsync(role);
        await MoveAsync(user, zone);
        return user;
    }

    /// <summary>Sets the user's time zone.</summary>
    protected async Task MoveAsync(ApiClient user, string? zone) =>
        (await Admin.PatchAsync($"/api/users/{user.Id}", new { timezone = zone })).Is(200);
}
