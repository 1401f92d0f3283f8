using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SagaPlatform.Core.Sagas;

/// <summary>
/// Twelve hexadecimal digits of a SHA-256 over what a machine does: its states, its arrows, what it asks of whom and how it takes
/// that back. Limits and attempts do not count: they may be set anew without the process becoming another.
/// </summary>
public static class MachineFingerprint
{
    const int Digits = 12;

    /// <summary>The same text for the same process, on every machine.</summary>
    public static string Of<TState>(ProcessStateMachine<TState> machine) where TState : ProcessState
    {
        ArgumentNullException.ThrowIfNull(machine);
        var text = new StringBuilder(MachineTable.Markdown(machine)).Append(MachineDiagram.Mermaid(machine));
        foreach (var stage in machine.Definition.Stages)
        {
            text.Append(CultureInfo.InvariantCulture, $"{stage.Name} {stage.PastPointOfNoReturn}\n");
            foreach (var x in stage.Steps)
                text.Append(CultureInfo.InvariantCulture, $"{x.Name} {x.Queue} {x.CommandType?.Name} {x.Undo?.Queue} {x.Undo?.CommandType.Name} ")
                    .Append(CultureInfo.InvariantCulture, $"{x.IsForEach} {x.IsReplaceable} {x.IsConditional} {x.IsBestEffort} {x.AsksAPersonWhenSilent} {x.IsPause} {x.IsPivot}\n");
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..Digits];
    }
}
