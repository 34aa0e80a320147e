namespace Crm.Application.Common.Lists;

/// <summary>Several values of a filter of instants, of which at least one is a date.</summary>
/// <param name="Values">Each is a <see cref="Day"/> or a <see cref="DateTimeOffset"/>.</param>
public sealed record DaysAndInstants(IReadOnlyList<object> Values);
