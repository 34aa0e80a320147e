namespace Crm.Application.Common.Ports;

/// <summary>The settings of the organisation that the service serves.</summary>
/// <param name="Zone">The time zone of users who have set none.</param>
public sealed record Organisation(Zone Zone)
{
    /// <summary>The zone of a user's days.</summary>
    /// <param name="timezone">The time zone that the user has set, if any.</param>
    public Zone ZoneOf(string? timezone) => (timezone is null ? null : Zone.Find(timezone)) ?? Zone;
}
