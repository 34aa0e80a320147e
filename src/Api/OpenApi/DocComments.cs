using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Crm.Api.OpenApi;

/// <summary>The doc comments of types and members, read from the XML files that the compiler writes next to the assemblies.</summary>
internal sealed partial class DocComments
{
    private readonly Dictionary<string, XElement> members = new(StringComparer.Ordinal);

    public DocComments()
    {
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "Crm.*.xml"))
        {
            foreach (var member in XDocument.Load(file).Descendants("member"))
                members[member.Attribute("name")!.Value] = member;
        }
    }

    public string? Of(Type type) => Text(Find("T", NameOf(type))?.Element("summary"));

    /// <summary>A property's summary, or the description of the record's parameter.</summary>
    public string? Of(MemberInfo member)
    {
        if (member.DeclaringType is not { } type)
            return null;
        return Text(Find("P", $"{NameOf(type)}.{member.Name}")?.Element("summary"))
            ?? Text(Find("T", NameOf(type))?.Elements("param").FirstOrDefault(p => p.Attribute("name")?.Value == member.Name));
    }

    private XElement? Find(string kind, string name) => members.GetValueOrDefault($"{kind}:{name}");

    private static string NameOf(Type type) =>
        (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName?.Replace('+', '.') ?? type.Name;

    private static string? Text(XElement? element)
    {
        if (element is null)
            return null;
        foreach (var reference in element.Descendants().Where(e => e.Name.LocalName is "see" or "paramref" or "typeparamref").ToList())
        {
            var target = (reference.Attribute("cref") ?? reference.Attribute("name") ?? reference.Attribute("langword"))?.Value ?? "";
            var name = target[(target.LastIndexOfAny(['.', ':']) + 1)..];
            reference.ReplaceWith(name.Length == 0 ? "" : char.ToLowerInvariant(name[0]) + name[1..]);
        }

        var text = Spaces().Replace(element.Value, " ").Trim();
        return text.Length == 0 ? null : text;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
