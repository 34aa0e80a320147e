namespace Crm.Application.Common.Messaging;

/// <summary>The response of a command without a body: 204.</summary>
public sealed class NoContent
{
    private NoContent()
    {
    }
}
