using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.EndToEnd.Tests.Sagas;

/// <summary>
/// All that <see cref="EveryFault{TScript}"/>, <see cref="EveryUndo{TScript}"/> and <see cref="EveryCancellation{TScript}"/> show
/// of a saga, once more on RabbitMQ and PostgreSQL, with the same expectations and laws:
/// <c>public sealed class OrdersOnRealServicesTests(OnRealServices&lt;OrderScript&gt; all) : EveryFaultOnRealServices&lt;OrderScript&gt;(all);</c>
/// </summary>
/// <remarks>All cases run at once while the fixture starts; each test here tells what came of one.</remarks>
/// <typeparam name="TScript">The saga's script.</typeparam>
public abstract class EveryFaultOnRealServices<TScript>(OnRealServices<TScript> all) : IClassFixture<OnRealServices<TScript>>
    where TScript : SagaScript, new()
{
    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            foreach (var one in SagaCases<TScript>.WithSteps(RealServices.StepLimit))
                cases.Add(one.Of, one.Variant, one.Trouble);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public Task It_comes_to_what_was_declared(string of, string variant, string trouble) => all.Shown(of, variant, trouble);

    [Fact]
    public async Task Nothing_is_in_an_error_queue_and_nothing_still_has_to_leave()
    {
        all.Errors.ShouldBeEmpty();
        await all.EverythingLeaves();
    }
}

/// <summary>Carries all cases of a saga at once on a platform of their own.</summary>
/// <typeparam name="TScript">The saga's script.</typeparam>
public sealed class OnRealServices<TScript> : IAsyncLifetime, ISagaCarrier where TScript : SagaScript, new()
{
    /// <summary>So many sagas are busy at once; those that wait for a limit or a person are not.</summary>
    const int BusyMax = 16;

    /// <summary>How often a case is carried when the machine is too slow for its limits.</summary>
    const int AttemptsMax = 5;

    readonly SemaphoreSlim _busy = new(BusyMax);
    readonly Dictionary<(string Of, string Variant, string Trouble), Task> _shown = [];
    RealServices _services = null!;

    internal IReadOnlyCollection<string> Errors => _services.Participants.Errors;

    public async Task InitializeAsync()
    {
        var cases = SagaCases<TScript>.WithSteps(RealServices.StepLimit);
        _services = await RealServices.Start(SagaCases<TScript>.Script);
        foreach (var one in cases)
            _shown[(one.Of, one.Variant, one.Trouble)] = Task.Run(() => one.Show(this));
        await Task.WhenAll(_shown.Values).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    /// <inheritdoc />
    public async Task Carry(string variant, Plan plan, Func<CarriedSaga, Task> look)
    {
        for (var attempt = 1; ; attempt++)
        {
            await _busy.WaitAsync();
            var saga = await RealSaga.Start(SagaCases<TScript>.Script, _services, variant, plan);
            try
            {
                try
                {
                    await saga.FirstRest();
                }
                finally
                {
                    _busy.Release();
                }

                await saga.CarryOn();
                await look(saga);
                if (!await saga.MissedAWord())
                    return;
                throw new InvalidOperationException($"The machine was too slow to say all that was to be said: carried {attempt} times of {AttemptsMax}.");
            }
            catch (Exception e)
            {
                if (attempt == AttemptsMax || !await saga.WasTooSlow())
                    throw new CaseFailedException($"{e.Message}\n\n{await saga.Told()}", e);
            }
            finally
            {
                _services.Forget(saga);
            }
        }
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        _busy.Dispose();
    }

    /// <summary>What came of a case.</summary>
    internal async Task Shown(string of, string variant, string trouble)
    {
        try
        {
            await _shown[(of, variant, trouble)];
        }
        catch (Exception e)
        {
            throw new CaseFailedException($"{trouble}: {of}, {variant}\n{e.Message}", e); // the runner cuts long arguments
        }
    }

    internal Task EverythingLeaves() => _services.EverythingLeaves();
}

/// <summary>A saga came to something else than was declared.</summary>
public sealed class CaseFailedException(string message, Exception inner) : Exception(message, inner);
