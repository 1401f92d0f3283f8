namespace SagaPlatform.Core.Access;

/// <summary>Who comes in. Configuration section <c>Access</c>.</summary>
public sealed class AccessOptions
{
    /// <summary>The fewest characters of <see cref="AdminKey"/>.</summary>
    public const int AdminKeyCharactersMin = 32;

    /// <summary>
    /// A key with all rights that needs no store: for the first start, and for machines that are set up by others. Null, and there is
    /// none. The host reads it from <c>SAGA_ADMIN_KEY</c> or the file that <c>SAGA_ADMIN_KEY_FILE</c> names.
    /// </summary>
    public string? AdminKey { get; set; }

    /// <summary>
    /// Whether whoever sends no key, from this machine, is the local operator. The console sets it: only where nothing but
    /// loopback is listened on.
    /// </summary>
    public bool LocalOperator { get; set; }
}
