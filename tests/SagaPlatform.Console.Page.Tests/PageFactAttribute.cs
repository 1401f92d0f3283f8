namespace SagaPlatform.OperatorConsole.Page.Tests;

/// <summary>A test in a real browser. Skipped, with the reason, where the page was not built or there is no Chromium.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PageFactAttribute : FactAttribute
{
    public PageFactAttribute() => Skip = Chromium.Path == null
        ? "There is no Chromium: infra/native/install.sh chromium, or SAGA_CHROMIUM=/path/to/it."
        : PageFiles.Embedded.Document == null ? "The page was not built: make page." : null;
}

/// <summary>The browser of this system.</summary>
static class Chromium
{
    // Not chromium-browser: on Ubuntu that is a script that asks for a snap.
    static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/google-chrome"];

    public static string? Path { get; } = Environment.GetEnvironmentVariable("SAGA_CHROMIUM") is { Length: > 0 } given ? given : Array.Find(Places, File.Exists);
}
