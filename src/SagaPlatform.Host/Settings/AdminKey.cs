namespace SagaPlatform.Host.Settings;

/// <summary>The key with all rights that a process is given at its start.</summary>
static class AdminKey
{
    /// <summary><c>SAGA_ADMIN_KEY</c>, or what is in the file that <c>SAGA_ADMIN_KEY_FILE</c> names; null when neither is set.</summary>
    /// <exception cref="SettingsException">The file cannot be read.</exception>
    public static string? Read(IConfiguration configuration)
    {
        if (configuration["SAGA_ADMIN_KEY"] is { Length: > 0 } key)
            return key;
        if (configuration["SAGA_ADMIN_KEY_FILE"] is not { Length: > 0 } file)
            return null;
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"SAGA_ADMIN_KEY_FILE names {file}, which cannot be read: {e.Message}");
        }
    }
}
