using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Operations.Audit;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.Access;

/// <summary>Makes keys, knows them again, and ends them.</summary>
public sealed class ApiKeys(IPlatformStore store, IRowQueries rows, AuditTrail audit, IOptions<AccessOptions> options, TimeProvider time)
{
    const string Prefix = "sp_";
    const int IdCharacters = 12;
    const int SecretBytes = 32;

    /// <summary>A use is noted at most so often.</summary>
    static readonly TimeSpan NoteUseEvery = TimeSpan.FromMinutes(1);

    /// <summary>The id of the key that the configuration holds.</summary>
    public const string ConfiguredId = "configured";

    /// <summary>Makes a key. Its text is nowhere but in the answer.</summary>
    /// <param name="name">Whom it stands for.</param>
    /// <param name="role">What they may do.</param>
    /// <param name="scope">The saga types they may change; empty for all.</param>
    /// <param name="expires">When it ends; null never.</param>
    /// <param name="by">Who makes it.</param>
    /// <param name="cancellation">Gives up before it is stored.</param>
    public async Task<(ApiKey Key, string Text)> Make(
        string name, AccessRole role, IReadOnlyCollection<string> scope, DateTimeOffset? expires, Actor by, CancellationToken cancellation)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdCharacters / 2));
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var key = new ApiKey
        {
            Id = id, Name = name, Role = role, Scope = [.. scope], SecretHash = Hash(secret), CreatedAt = time.GetUtcNow(), CreatedBy = by.Name, ExpiresAt = expires,
        };
        await audit.Before(by, "make-key", $"key {id}", null, $"for {name}", $"{role}{(scope.Count == 0 ? "" : " of " + string.Join(", ", scope))}", cancellation);
        return await Write(key, 0) ? (key, $"{Prefix}{id}_{secret}") : throw new ConcurrencyConflictException($"Key {id}");
    }

    /// <summary>The key of this text; null when it is none, or no longer one.</summary>
    public async Task<ApiKey?> Check(string text, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (options.Value.AdminKey is { Length: > 0 } configured && Same(Hash(text), Hash(configured)))
            return new ApiKey { Id = ConfiguredId, Name = "admin", Role = AccessRole.Admin };
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length > 128 || text.Split('_', 3) is not [_, var id, var secret] || id.Length > 16)
            return null;
        var key = await store.Find<ApiKey>(id, null, cancellation);
        // The comparison takes its time also where there is no such key.
        if (!Same(Hash(secret), key?.SecretHash ?? new byte[SHA256.HashSizeInBytes]) || key?.IsValid(time.GetUtcNow()) != true)
            return null;
        await NoteUse(key);
        return key;
    }

    /// <summary>A key by its id, while it is valid: whoever was signed in by it is signed out with it.</summary>
    public async Task<ApiKey?> StillValid(string id, CancellationToken cancellation)
    {
        if (id == ConfiguredId)
            return options.Value.AdminKey is { Length: > 0 } ? new ApiKey { Id = ConfiguredId, Name = "admin", Role = AccessRole.Admin } : null;
        return await store.Find<ApiKey>(id, null, cancellation) is { } key && key.IsValid(time.GetUtcNow()) ? key : null;
    }

    /// <summary>Ends a key.</summary>
    /// <returns>The key; null when there is none.</returns>
    public async Task<ApiKey?> Revoke(string id, string reason, Actor by, CancellationToken cancellation)
    {
        while (await store.Find<ApiKey>(id, null, cancellation) is { } key)
        {
            if (key.RevokedAt != null)
                return key;
            await audit.Before(by, "revoke-key", $"key {id}", null, reason, key.Name, cancellation);
            key.RevokedAt = time.GetUtcNow();
            if (await Write(key, key.Version))
                return key;
        }
        return null;
    }

    /// <summary>All keys, latest first; at most 1,000.</summary>
    public Task<IReadOnlyList<ApiKey>> List(CancellationToken cancellation) =>
        rows.List<ApiKey, ApiKey>(x => x.OrderByDescending(k => k.CreatedAt).Take(1_000), cancellation);

    /// <summary>Whether anybody could come in by a key.</summary>
    public async Task<bool> AnyValid(CancellationToken cancellation) =>
        options.Value.AdminKey is { Length: > 0 } || (await List(cancellation)).Any(x => x.IsValid(time.GetUtcNow()));

    async Task NoteUse(ApiKey key)
    {
        var now = time.GetUtcNow();
        if (key.LastUsedAt is { } last && now - last < NoteUseEvery)
            return;
        key.LastUsedAt = now;
        await Write(key, key.Version); // lost to another use is as good
    }

    async Task<bool> Write(ApiKey key, int version)
    {
        var unit = new UnitOfWork();
        unit.Rows.Add(new RowChange(key, version));
        return await store.Commit(unit, CancellationToken.None) == CommitOutcome.Committed;
    }

    static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    static bool Same(byte[] one, byte[] other) => CryptographicOperations.FixedTimeEquals(one, other);
}
