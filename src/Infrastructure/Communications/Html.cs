using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Ganss.Xss;

namespace Crm.Infrastructure.Communications;

/// <summary>Cleans HTML by the library HtmlSanitizer.</summary>
internal sealed class Html : IHtml
{
    /// <summary>HTML can be nested as deep as it is long, and the library writes it recursively.</summary>
    private const int StackBytes = 64 * 1024 * 1024;

    /// <summary>How often the result is cleaned again until it no longer changes.</summary>
    private const int MaxRounds = 5;

    private static readonly string[] Forms =
        ["form", "input", "button", "textarea", "select", "option", "optgroup", "fieldset", "legend", "label", "datalist", "keygen",
            "output", "meter", "progress", "menuitem", "command"];

    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
        "li",
        "ol", "p", "pre", "section", "table", "tr", "ul",
    };

    public string Clean(string html) => OnDeepStack(() =>
    {
        // Parsing what was written can differ from what was parsed before: only a text that stays the same is clean.
        for (var round = 0; round < MaxRounds; round++)
        {
            var clean = TextRules.WithoutBroken(NewSanitizer().Sanitize(html));
            if (clean == html)
                return clean;
            html = clean;
        }

        return "";
    });

    public string TextOf(string html) => OnDeepStack(() =>
    {
        var text = new StringBuilder();
        var document = new HtmlParser().ParseDocument(html);
        Append(document.Body!, text);
        return string.Join('\n', text.ToString().Split('\n').Select(line => line.Trim())).Trim();
    });

    private static HtmlSanitizer NewSanitizer()
    {
        var sanitizer = new HtmlSanitizer();
        sanitizer.AllowedTags.ExceptWith(Forms);
        sanitizer.AllowedSchemes.Add("mailto");
        sanitizer.AllowedAtRules.Clear();
        return sanitizer;
    }

    private static void Append(INode node, StringBuilder text)
    {
        foreach (var child in node.ChildNodes)
        {
            if (child is IText words)
            {
                text.Append(words.Data.ReplaceLineEndings(" "));
            }
            else if (child is IElement element)
            {
                var isBlock = Blocks.Contains(element.LocalName);
                if (isBlock && text.Length > 0 && text[^1] != '\n')
                    text.Append('\n');
                Append(element, text);
                if (isBlock && text.Length > 0 && text[^1] != '\n')
                    text.Append('\n');
            }
        }
    }

    private static string OnDeepStack(Func<string> work)
    {
        string? result = null;
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = work();
                }
#pragma warning disable CA1031 // Thrown again on the caller's thread.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    failure = e;
                }
            },
            StackBytes);
        thread.Start();
        thread.Join();
        return failure is null ? result! : throw new InvalidOperationException("HTML could not be read.", failure);
    }
}
