using System.IO.Compression;
using System.Reflection;
using System.Text;

namespace SagaPlatform.OperatorConsole.Page;

/// <summary>The document of the page.</summary>
/// <param name="text">Its text, with a place for the number that its styles bear.</param>
sealed class PageDocument(string text)
{
    const string NoncePlace = "STYLE_NONCE";

    readonly string[] _parts = text.Split(NoncePlace);

    public string With(string nonce) => string.Join(nonce, _parts);
}

/// <summary>A file of the page.</summary>
/// <param name="MediaType">What it is.</param>
/// <param name="Content">What is in it.</param>
/// <param name="Zipped">The same with gzip; null where that saves nothing.</param>
/// <param name="IsNamedByContent">Whether another content has another name, so that browsers may keep it for ever.</param>
sealed record PageFile(string MediaType, byte[] Content, byte[]? Zipped, bool IsNamedByContent);

/// <summary>
/// The built page, which lies inside this assembly: it cannot be of another version than the API, and is found from wherever the program is
/// started. Empty when it was not built.
/// </summary>
sealed class PageFiles
{
    const string Prefix = "page/";
    const string AssetsPrefix = "assets/";

    const int HashCharacters = 8;

    /// <summary>Smaller files fit in one packet anyway.</summary>
    const int ZipBytesMin = 1_024;

    static readonly Lazy<PageFiles> _embedded = new(() => new PageFiles(typeof(PageFiles).Assembly));

    readonly Dictionary<string, PageFile> _files = new(StringComparer.Ordinal);

    PageFiles(Assembly assembly)
    {
        foreach (var name in assembly.GetManifestResourceNames().Where(x => x.StartsWith(Prefix, StringComparison.Ordinal)))
            Add(name[Prefix.Length..], Content(assembly, name));
    }

    /// <summary>Files given by name, for tests.</summary>
    internal PageFiles(params IEnumerable<(string Name, string Text)> files)
    {
        foreach (var (name, text) in files)
            Add(name, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Those in this assembly.</summary>
    public static PageFiles Embedded => _embedded.Value;

    /// <summary>The document; null when the page was not built.</summary>
    public PageDocument? Document { get; private set; }

    /// <summary>A file by its path below <c>/assets</c>; null when there is none.</summary>
    public PageFile? Find(string path) => _files.GetValueOrDefault(path);

    void Add(string name, byte[] content)
    {
        if (name == "index.html")
            Document = new PageDocument(Encoding.UTF8.GetString(content));
        else if (name.StartsWith(AssetsPrefix, StringComparison.Ordinal) && MediaTypeOf(name) is { } mediaType)
            _files[name[AssetsPrefix.Length..]] = new PageFile(mediaType, content, content.Length < ZipBytesMin ? null : Zip(content), IsNamedByContent(name));
    }

    static byte[] Content(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    static byte[] Zip(byte[] content)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Optimal))
            zip.Write(content);
        return zipped.ToArray();
    }

    static string? MediaTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".woff2" => "font/woff2",
        _ => null,
    };

    /// <summary>The build puts a hash of the content before the extension: <c>index-AbCd1234.js</c>.</summary>
    static bool IsNamedByContent(string name) =>
        Path.GetFileNameWithoutExtension(name) is { Length: > HashCharacters } stem && stem[^(HashCharacters + 1)] == '-' && Path.GetExtension(name) != ".svg";
}
