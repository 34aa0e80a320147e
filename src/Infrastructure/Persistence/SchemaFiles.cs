namespace Crm.Infrastructure.Persistence;

/// <summary>The files of <c>Persistence/Schema</c>, which are resources of this assembly.</summary>
internal static class SchemaFiles
{
    /// <summary>The files in a folder, by name.</summary>
    public static IEnumerable<(string Name, string Text)> In(string folder) =>
        typeof(SchemaFiles).Assembly.GetManifestResourceNames()
            .Where(r => r.Replace('\\', '/').StartsWith($"schema/{folder}/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(r => (Path.GetFileNameWithoutExtension(r.Replace('\\', '/')), Read(r)));

    private static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(SchemaFiles).Assembly.GetManifestResourceStream(resource)!);
        // Makes the text, and so the hash, independent of how the files were checked out.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
