using System.Diagnostics;
using System.Globalization;
using SagaPlatform.Participants.SupplyChainSeed;

namespace SagaPlatform.Host.Commands;

/// <summary>Shows how far loading has come: a bar that is drawn over on a terminal, a line per kind of rows anywhere else.</summary>
/// <param name="output">Where to.</param>
/// <param name="columns">The width of the terminal; null where there is none.</param>
sealed class ProgressBar(TextWriter output, int? columns)
{
    const int CellsMax = 30;

    /// <summary>What is written beside the bar takes so many columns.</summary>
    const int TextColumns = 62;

    string? _what;
    long _since;

    /// <summary>Shows a word of progress.</summary>
    public void Show(SeedProgress progress)
    {
        if (progress.What != _what)
            (_what, _since) = (progress.What, Stopwatch.GetTimestamp());
        var isLast = progress.Done >= progress.Total;
        if (columns == null && !isLast)
            return;
        output.Write(columns is { } width ? $"\r{Bar(progress, Math.Clamp(width - TextColumns, 0, CellsMax))}{Text(progress)}" : Text(progress));
        if (isLast)
            output.WriteLine();
    }

    string Text(SeedProgress x)
    {
        var rate = x.Done / Math.Max(0.001, Stopwatch.GetElapsedTime(_since).TotalSeconds);
        return string.Create(CultureInfo.InvariantCulture, $"{x.What,-12} {x.Done,9:N0} of {x.Total,9:N0}  {rate,9:N0}/s  {x.Added,9:N0} added");
    }

    static string Bar(SeedProgress x, int cells)
    {
        if (cells == 0)
            return "";
        var full = (int)((long)cells * x.Done / Math.Max(1, x.Total));
        return $"[{new string('#', full)}{new string('.', cells - full)}] ";
    }
}
