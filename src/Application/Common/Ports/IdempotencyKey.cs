namespace Crm.Application.Common.Ports;

/// <summary>A caller's promise that calls with this key are one call.</summary>
/// <param name="Key">1 to 255 visible characters.</param>
/// <param name="RequestHash">A keyed hash over method, route and raw body.</param>
public sealed record IdempotencyKey(string Key, byte[] RequestHash);
