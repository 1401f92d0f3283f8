using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Orders.Fulfilment;
using SagaPlatform.Participants.Shipping;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Orders.Tests.Fulfilment;

/// <summary>
/// Schedules that nobody thought of: messages overtake each other, come twice, get lost or come too late, participants refuse
/// and keep silent, customers change their minds, people rule, and time passes in between. The laws hold all the same.
/// </summary>
/// <remarks>
/// A failure names its seed. <c>ORDER_SEED=17</c> runs that one alone; <c>ORDER_SCHEDULES=5000</c> runs more.
/// </remarks>
public abstract class RandomOrders(int part)
{
    const int Parts = 2;

    static readonly int Schedules = int.Parse(Environment.GetEnvironmentVariable("ORDER_SCHEDULES") ?? "300");

    static readonly int? OnlySeed = int.TryParse(Environment.GetEnvironmentVariable("ORDER_SEED"), out var seed) ? seed : null;

    [Fact]
    public async Task However_the_messages_fall_the_laws_hold()
    {
        await using var platform = await EmbeddedPlatform.Start(OrderFamilies.WithParticipants);
        var seen = new HashSet<string>();
        foreach (var seed in Enumerable.Range(0, Schedules).Where(x => x % Parts == part && (OnlySeed ?? x) == x))
        {
            try
            {
                var order = await new Schedule(platform, seed).Run();
                seen.UnionWith((await platform.History(order)).SelectMany(x => (string[])[x.Kind.ToString(), x.To!]));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"ORDER_SEED={seed} breaks a law: {e.Message}", e);
            }
        }

        if (OnlySeed == null)
            new[] { "Consumed", "Ignored", "Stale", "Refused", "Unwinding", "NeedsAttention", "Cancelled", "Completed" }
                .Except(seen).ShouldBeEmpty("the schedules come past every kind of trouble");
    }

    sealed class Schedule(EmbeddedPlatform platform, int seed)
    {
        const int Steps = 45;
        const int CalmStepsMax = 500;

        static readonly HashSet<string> Announcements = [.. Conversations.OrderFulfilment.Messages
            .Where(x => x.Kind == MessageKind.Announcement).Select(x => x.Type.Name)];

        readonly Random _random = new(seed);
        readonly List<OutboxMessage> _delivered = [];
        Guid _order;

        public async Task<Guid> Run()
        {
            var placed = Any();
            _order = placed.OrderId;
            platform.Post.Hold(_ => true);
            await platform.Hears(Queues.OrderFulfilment, placed);
            for (var i = 0; i < Steps; i++)
                await Step(placed);
            await Calm();

            await OrderLaws.Hold(platform, _order);
            NothingWentWrongUnasked();
            return _order;
        }

        /// <summary>No queue of the order or its participants has an error, but for the one that a test token asks for.</summary>
        void NothingWentWrongUnasked() => OrderFamilies.WithParticipants.Queues.SelectMany(platform.Errors)
            .Where(x => x.Type != nameof(ChargePayment) || !x.As<ChargePayment>().PaymentToken.StartsWith("tok_fails", StringComparison.Ordinal))
            .Select(x => $"{x.Exchange}: {x.Type}: {x.Reason}").ShouldBeEmpty();

        async Task Step(PlaceOrder placed)
        {
            var held = platform.Post.Held;
            var what = _random.NextDouble();
            if (what < 0.02) await platform.Hears(Queues.OrderFulfilment, new CancelOrder(_order, "Changed my mind."));
            else if (what < 0.03) await platform.Hears(Queues.OrderFulfilment, placed);
            else if (what < 0.09) await platform.RingNext();
            else if (what < 0.13 && _delivered.Count > 0) await Deliver(_delivered[_random.Next(_delivered.Count)], keep: true);
            else if (what < 0.18 && held.Count > 0) await Deliver(held[_random.Next(held.Count)], keep: true);
            else if (what < 0.22 && held.Count > 0) Lose(held[_random.Next(held.Count)]);
            else if (what < 0.27) await RuleTruly();
            else if (held.Count > 0) await Deliver(held[_random.Next(held.Count)], keep: false);
        }

        /// <summary>From now on everything arrives; what was lost is asked for again by the clock or by a person.</summary>
        async Task Calm()
        {
            for (var i = 0; i < CalmStepsMax; i++)
                if (platform.Post.Held is { Count: > 0 } held)
                    await Deliver(held[_random.Next(held.Count)], keep: false);
                else if (!await RuleTruly() && !await platform.RingNext())
                    return;
            throw new InvalidOperationException($"{_order} does not come to an end:\n{(await platform.History(_order)).Told()}");
        }

        async Task Deliver(OutboxMessage message, bool keep)
        {
            _delivered.Add(message);
            await (keep ? platform.Post.DeliverCopy(message) : platform.Post.Deliver(message));
            await platform.Quiet();
        }

        /// <summary>A broker loses nothing; a participant and the way to it may. Rings and announcements are not on that way.</summary>
        void Lose(OutboxMessage message)
        {
            if (!Announcements.Contains(message.ShortType()) && message.ShortType() != "ProcessClockRang")
                platform.Post.Drop(message);
        }

        /// <summary>A person looks whether the parcel left, and says so; in doubt it is asked again.</summary>
        async Task<bool> RuleTruly()
        {
            var order = (await platform.Saga<OrderState>(_order))!;
            if (order.Ledger.Lines.Find(x => x.Question != null) is not { } line)
                return false;

            var left = line.Step == "HandOverParcel" && await platform.Store.Find<HandOver>(_order, null, CancellationToken.None) != null;
            var onItsWay = platform.Post.Held.Any(x => x.Is<HandOverParcel>());
            var ruling = line.Status == LineStatus.Undoing ? Ruling.AskAgain : left ? Ruling.Done : onItsWay ? Ruling.AskAgain : Ruling.NotDone;
            await platform.Hears(Queues.OrderFulfilment, new RuleOrder(_order, line.Step, ruling, "somebody who looked"));
            return true;
        }

        PlaceOrder Any()
        {
            var order = ExampleOrder.Good(IdOf(seed)) with { CustomerId = IdOf(-seed - 1) };
            return order with
            {
                PaymentToken = OneOf(order.PaymentToken, "tok_declined", "tok_silent", "tok_silent_nocharge", "tok_fails"),
                DeliverTo = order.DeliverTo with { PostalCode = OneOf("10115", "00000", "00001", "00003", "00004", "00005") },
                CustomerEmail = OneOf(order.CustomerEmail, "ada@refused.example", "ada@silent.example"),
                Lines = [new OrderLine("SKU-1001", 2), new OrderLine(OneOf("SKU-1002", "SKU-NOPACK", "SKU-SILENTPACK", "SKU-NONE"), 1)],
            };
        }

        /// <summary>Mostly the first, which makes no trouble.</summary>
        string OneOf(string good, params string[] others) => _random.NextDouble() < 0.8 ? good : others[_random.Next(others.Length)];

        static Guid IdOf(int number) => MessageIds.Derive(Guid.Empty, $"random order {number}");
    }
}

public sealed class EvenRandomOrdersTests() : RandomOrders(part: 0);

public sealed class OddRandomOrdersTests() : RandomOrders(part: 1);
