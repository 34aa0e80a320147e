using System.Text.Json.Serialization;

namespace Crm.Application.Common.Messaging;

/// <summary>A command that supports a dry run: it is executed and its response is rendered, then everything is rolled back. The idempotency
/// key is ignored.</summary>
public interface IDryRun
{
    [JsonIgnore]
    bool DryRun { get; }
}
