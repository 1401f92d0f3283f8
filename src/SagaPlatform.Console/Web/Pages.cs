using SagaPlatform.Core.Operations;

namespace SagaPlatform.OperatorConsole.Web;

/// <summary>Reads a page whose cursor may be none of ours.</summary>
static class Pages
{
    /// <summary>The page; null when the cursor was refused, which the fields then say.</summary>
    public static async Task<Page<T>?> Read<T>(QueryFields fields, Func<Task<Page<T>>> read)
    {
        try
        {
            return await read();
        }
        catch (FormatException)
        {
            fields.Refuse("cursor", "cursor must be the next of a page, unchanged.");
            return null;
        }
    }
}
