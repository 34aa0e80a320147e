namespace Crm.Application.Common.Messaging;

/// <summary>The response of a command that has none: 204.</summary>
public sealed class NoContent
{
    private NoContent()
    {
    }
}
