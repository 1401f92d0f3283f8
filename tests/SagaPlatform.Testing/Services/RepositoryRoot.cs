namespace SagaPlatform.Testing.Services;

/// <summary>The directory that holds SagaPlatform.sln, found by walking up from the running test.</summary>
public static class RepositoryRoot
{
    static readonly Lazy<string> Found = new(Find);

    /// <summary>Its absolute path.</summary>
    /// <exception cref="InvalidOperationException">The tests run outside the repository.</exception>
    public static string Path => Found.Value;

    /// <summary>Absolute path of a file of the repository.</summary>
    public static string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (System.IO.File.Exists(System.IO.Path.Combine(directory.FullName, "SagaPlatform.sln")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException($"No SagaPlatform.sln above {AppContext.BaseDirectory}: run the tests inside the repository.");
    }
}
