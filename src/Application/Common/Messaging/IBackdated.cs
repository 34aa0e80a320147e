using System.Text.Json.Serialization;

namespace Crm.Application.Common.Messaging;

/// <summary>A change that an importing caller may date back.</summary>
public interface IBackdated
{
    /// <summary>When it happened, where that is not now.</summary>
    [JsonIgnore]
    DateTimeOffset? EffectiveAt { get; }
}
