using System.Text.Json.Serialization;

namespace Crm.Application.Common.Messaging;

/// <summary>A change that can be tried: it is done, answered, and then undone as a whole; an idempotency key plays no part.</summary>
public interface IDryRun
{
    [JsonIgnore]
    bool DryRun { get; }
}
