using System.Text.Json.Serialization;

namespace Crm.Application.Common.Messaging;

/// <summary>A command whose change can have happened earlier: the audit records when.</summary>
public interface IBackdated
{
    /// <summary>When the change happened, if not now.</summary>
    [JsonIgnore]
    DateTimeOffset? EffectiveAt { get; }
}
