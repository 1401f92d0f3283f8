using SagaPlatform.Testing.Sagas;
using Xunit.Abstractions;

namespace SagaPlatform.Simulation.Explorer;

/// <summary>
/// All that can happen to a saga, in every variant of its script, up to a number of troubles on one way:
/// <c>public sealed class OrderInterleavingsTests(ITestOutputHelper output) : EveryInterleaving&lt;OrderScript&gt;(output, troubles: 2);</c>
/// </summary>
/// <remarks><c>SAGA_TROUBLES=3</c> goes further than <c>make test</c> does.</remarks>
/// <typeparam name="TScript">The saga's script.</typeparam>
/// <param name="output">Where states, transitions and time are told.</param>
/// <param name="troubles">How many things may go wrong on one way.</param>
public abstract class EveryInterleaving<TScript>(ITestOutputHelper output, int troubles) where TScript : SagaScript, new()
{
    [Fact]
    public void Whatever_happens_in_whatever_order_the_laws_hold_and_it_comes_to_an_end()
    {
        var script = new TScript();
        if (!Wanted.Saga(script.Queue))
            return;
        var bound = Wanted.Troubles ?? troubles;
        var (states, transitions, took) = (0L, 0L, TimeSpan.Zero);
        foreach (var variant in script.Variants)
            foreach (var remembers in new[] { true, false })
            {
                var found = SagaExplorer.Explore(script, variant, new Bounds(bound, remembers));
                output.WriteLine($"{script.Queue}, {variant}, participants {(remembers ? "remember" : "forget")} an undo: "
                    + $"{found.States:N0} states, {found.Transitions:N0} transitions, {found.Ends:N0} ends, {found.Took.TotalSeconds:F1} s");
                (states, transitions, took) = (states + found.States, transitions + found.Transitions, took + found.Took);
                found.Ends.ShouldBeGreaterThan(0);
            }

        output.WriteLine($"{script.Queue}: {states:N0} states, {transitions:N0} transitions, {took.TotalSeconds:F1} s with up to {bound} troubles on a way");
    }
}
