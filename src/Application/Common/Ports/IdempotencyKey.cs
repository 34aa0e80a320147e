namespace Crm.Application.Common.Ports;

/// <summary>An idempotency key: requests with the same key are executed once.</summary>
/// <param name="Key">1 to 255 visible characters.</param>
/// <param name="RequestHash">A keyed hash of method, route and raw body.</param>
public sealed record IdempotencyKey(string Key, byte[] RequestHash);
