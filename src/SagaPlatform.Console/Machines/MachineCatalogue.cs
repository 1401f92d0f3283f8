using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.OperatorConsole.Machines;

/// <summary>The machines of all saga types, without knowing the classes of their rows.</summary>
sealed class MachineCatalogue(SagaCatalogue types, IServiceProvider services)
{
    readonly ConcurrentDictionary<string, MachineDescription> _known = new(StringComparer.Ordinal);

    public IEnumerable<MachineDescription> All => types.All.Select(Describe);

    public IEnumerable<string> Names => types.All.Select(x => x.Name);

    /// <summary>The machine of that saga type; null when there is none.</summary>
    public MachineDescription? Find(string name) => types.Find(name) is { } type ? Describe(type) : null;

    MachineDescription Describe(SagaType type) => _known.GetOrAdd(type.Name, _ => (MachineDescription)Activator.CreateInstance(
        typeof(MachineDescription<>).MakeGenericType(type.State), type.Name, services.GetRequiredService(type.Machine))!);
}

/// <summary>A machine as documents and operators see it.</summary>
abstract class MachineDescription(string name)
{
    /// <summary>The saga type.</summary>
    public string Name => name;

    public abstract ProcessDefinition Definition { get; }

    /// <summary>Stages in order, then what every process has.</summary>
    public abstract IReadOnlyList<string> States { get; }

    public abstract string Mermaid { get; }

    public abstract string Table { get; }

    /// <summary>The fingerprint of the process as it is today.</summary>
    public abstract string Fingerprint { get; }

    /// <summary>Which event leads from where to where; staying in a state is no arrow.</summary>
    public abstract IReadOnlyList<MachineArrow> Arrows { get; }

    /// <summary>How many sagas are in each state: those of the machine in order, then those it no longer has.</summary>
    public IEnumerable<StateView> CountsOf(IEnumerable<SagaCount> counts)
    {
        var live = counts.Where(x => x.Type == Name).ToDictionary(x => x.State, x => x.Count, StringComparer.Ordinal);
        return States.Select(x => new StateView(x, live.GetValueOrDefault(x), Known: true))
            .Concat(live.Where(x => !States.Contains(x.Key, StringComparer.Ordinal)).Select(x => new StateView(x.Key, x.Value, Known: false)));
    }
}

/// <summary>Knows the class of the row, which the vocabulary's own descriptions ask for.</summary>
sealed class MachineDescription<TState>(string name, ProcessStateMachine<TState> machine) : MachineDescription(name)
    where TState : ProcessState
{
    public override ProcessDefinition Definition => machine.Definition;

    public override IReadOnlyList<string> States { get; } =
    [
        .. machine.Definition.Stages.Select(x => x.Name).Concat(machine.States.Select(x => x.Name).Order(StringComparer.Ordinal))
            .Where(x => x is not (ProcessStates.Initial or "Final"))
            .Distinct(StringComparer.Ordinal),
    ];

    public override string Mermaid { get; } = MachineDiagram.Mermaid(machine);

    public override string Table { get; } = MachineTable.Markdown(machine);

    public override string Fingerprint => machine.Fingerprint;

    public override IReadOnlyList<MachineArrow> Arrows { get; } = MachineArrows.Of(machine);
}
