using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Orders.Fulfilment;
using SagaPlatform.Testing.Embedded;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Orders.Tests.Fulfilment;

/// <summary>One order on a platform of its own. What is heard is consumed, with all its consequences, before the next word.</summary>
sealed class OrderScenario : IAsyncDisposable
{
    static readonly ILookup<string, string> QueueOfCommand = Conversations.OrderFulfilment.Messages
        .Where(x => x.Queue != null).ToLookup(x => x.Type.Name, x => x.Queue!);

    OrderScenario(EmbeddedPlatform platform, PlaceOrder order) => (Platform, Placed) = (platform, order);

    public EmbeddedPlatform Platform { get; }

    public PlaceOrder Placed { get; }

    public Guid Id => Placed.OrderId;

    /// <summary>An order that nobody has placed yet; the test answers.</summary>
    public static async Task<OrderScenario> NotYetPlaced() => new(await EmbeddedPlatform.Start(OrderFamilies.Scripted), ExampleOrder.Good());

    /// <summary>An order that waits for its inventory; the test answers.</summary>
    public static async Task<OrderScenario> Begun()
    {
        var order = await NotYetPlaced();
        await order.Hears(order.Placed);
        return order;
    }

    /// <summary>An order at the stage of a step, where everything else has been answered and only that step is waited for.</summary>
    public static async Task<OrderScenario> WaitingFor(OrderStep step)
    {
        var order = await Begun();
        foreach (var before in OrderSteps.UpTo(step))
            await order.Hears(before.Answer(order.Id));
        await order.IsIn(step.State);
        return order;
    }

    /// <summary>An order that has run to its end.</summary>
    public static async Task<OrderScenario> Completed()
    {
        var order = await WaitingFor(OrderSteps.Confirmation);
        await order.Hears(new ConfirmationSent(order.Id));
        await order.IsIn("Completed");
        return order;
    }

    /// <summary>An order whose step was refused, and everything else given back.</summary>
    public static async Task<OrderScenario> CancelledBecauseOf(OrderStep step)
    {
        var order = await WaitingFor(step);
        await order.Hears(step.Refusal(order.Id));
        await order.ConfirmsEveryUndo();
        await order.IsIn("Cancelled");
        return order;
    }

    /// <summary>An order that the reference participants carry as far as they can without time passing.</summary>
    public static async Task<OrderScenario> WithParticipants(PlaceOrder? order = null, Type? holding = null)
    {
        var scenario = new OrderScenario(await EmbeddedPlatform.Start(OrderFamilies.WithParticipants), order ?? ExampleOrder.Good());
        if (holding != null)
            scenario.Platform.Post.Hold(x => x.ShortType() == holding.Name);
        await scenario.Hears(scenario.Placed);
        return scenario;
    }

    public async Task Hears(params object[] messages)
    {
        foreach (var message in messages)
            await Platform.Hears(Queues.OrderFulfilment, message);
    }

    public Task<Guid> Hears(object message, Guid messageId) => Platform.Hears(Queues.OrderFulfilment, message, messageId);

    public Task Cancels(string reason = "Changed my mind.") => Hears(new CancelOrder(Id, reason));

    public Task Rules(string step, Ruling ruling) => Hears(new RuleOrder(Id, step, ruling, "warehouse clerk"));

    /// <summary>The next limit passes.</summary>
    public async Task FallsSilent(int times = 1)
    {
        for (var i = 0; i < times; i++)
            (await Platform.RingNext()).ShouldBeTrue("nothing is waited for");
    }

    /// <summary>The latest command of this type could not be handled.</summary>
    public Task Faults(Type command) =>
        (Task)GetType().GetMethod(nameof(FaultsOf))!.MakeGenericMethod(command).Invoke(this, null)!;

    public async Task FaultsOf<T>() where T : class
    {
        var latest = Commands<T>()[^1];
        await Hears(new Faulted<T>(latest.As<T>(), latest.MessageId));
    }

    /// <summary>Every participant that is asked to undo something says that it has.</summary>
    public async Task ConfirmsEveryUndo()
    {
        while ((await State()).Ledger.Lines.FirstOrDefault(x => x is { Status: LineStatus.Undoing, Question: null }) is { } line)
            await Hears(OrderSteps.Of(line.Step).Confirmation!(Id));
    }

    public async Task<OrderState> State() => (await Platform.Saga<OrderState>(Id)).ShouldNotBeNull($"there is no order {Id}");

    public async Task<LedgerLine> Line(OrderStep step) => (await State()).Ledger.Line(step.Name).ShouldNotBeNull($"{step.Name} was never asked");

    /// <summary>The ledger on one line, in the order asked.</summary>
    public async Task<string> Ledger() => string.Join(", ", (await State()).Ledger.Lines.Select(x => $"{x.Step}={x.Status}"));

    public Task<IReadOnlyList<HistoryEntry>> History() => Platform.History(Id);

    public async Task<HistoryEntry> LastNote() => (await History())[^1];

    /// <summary>It is in this state, came there by declared ways only, and has ended or visibly waits.</summary>
    public async Task IsIn(string state)
    {
        (await Platform.StateOf(Id)).ShouldBe(state, (await History()).Told());
        await OrderLaws.HoldOfItsCourse(Platform, Id);
    }

    public IReadOnlyList<SeenMessage> Commands<T>() => Commands(typeof(T));

    /// <summary>The commands of a type that were sent, in order.</summary>
    public IReadOnlyList<SeenMessage> Commands(Type command) =>
        [.. Platform.Seen.Where(x => x.Exchange == QueueOfCommand[command.Name].Single() && x.Type == command.Name)];

    public void Asked<T>(int times = 1) => Asked(typeof(T), times);

    /// <summary>So many commands were sent, each with an id of its own.</summary>
    public void Asked(Type command, int times = 1) => Commands(command).Select(x => x.MessageId).Distinct().Count().ShouldBe(times, command.Name);

    public void NeverAsked<T>() => Asked(typeof(T), times: 0);

    public void Announced<T>(int times = 1) => Platform.Published<T>().Count.ShouldBe(times, typeof(T).Name);

    public void NeverAnnounced<T>() => Announced<T>(times: 0);

    /// <summary>Nothing of this order ended in the saga's error queue.</summary>
    public void NothingWentWrong() => Platform.Errors(Queues.OrderFulfilment).ShouldBeEmpty();

    public ValueTask DisposeAsync() => Platform.DisposeAsync();
}
