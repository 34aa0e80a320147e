namespace Crm.Api.Tests.Support;

/// <summary>A committed file that a generated text must equal. CRM_WRITE_SNAPSHOTS=1 rewrites it.</summary>
internal static class Snapshot
{
    /// <param name="path">The path relative to the root of the repository.</param>
    /// <param name="actual">The generated text.</param>
    public static void AssertEqual(string path, string actual)
    {
        var file = Path.Combine(Root(), path);
        if (Environment.GetEnvironmentVariable("CRM_WRITE_SNAPSHOTS") == "1")
            File.WriteAllText(file, actual);
        var expected = File.Exists(file) ? File.ReadAllText(file) : "";
        Assert.That(actual, Is.EqualTo(expected),
            $"{path} is out of date. If the change is intended, run ./build.sh snapshots and commit the file.");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Crm.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run inside the repository.");
    }
}
