using System.Text.Json.Serialization;

namespace Crm.Application.Common.Messaging;

/// <summary>A command that an import can backdate.</summary>
public interface IBackdated
{
    /// <summary>When the change happened, if not now.</summary>
    [JsonIgnore]
    DateTimeOffset? EffectiveAt { get; }
}
