namespace Crm.Application.Common.Ports;

/// <summary>Handles HTML that users write.</summary>
public interface IHtml
{
    /// <summary>The HTML without what could run, load or collect anything: scripts, event handlers, forms, other schemes than web and mail
    /// addresses. What it returns stays the same when it is cleaned again.</summary>
    string Clean(string html);

    /// <summary>The text of clean HTML.</summary>
    string TextOf(string html);
}
