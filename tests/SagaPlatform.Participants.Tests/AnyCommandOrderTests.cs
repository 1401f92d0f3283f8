using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Participants;
using SagaPlatform.Participants.Inventory;
using SagaPlatform.Participants.Ledger;
using SagaPlatform.Participants.Payments;

namespace SagaPlatform.Participants.Tests;

/// <summary>
/// Commands and undos of a few orders over the same stock, in any order, repeated and two at a time as on two processes:
/// after every commit the laws hold, and nobody hears two different answers to the same question.
/// </summary>
public sealed class AnyCommandOrderTests
{
    const int Walks = 300;
    const int StepsPerWalk = 60;

    static readonly string[] Skus = ["tea", "pot", "cup"];

    [Fact]
    public async Task Whatever_the_order_and_the_repeats_the_laws_hold()
    {
        for (var seed = 1; seed <= Walks; seed++)
            await new Walk(seed).Run();
    }

    sealed class Walk(int seed)
    {
        readonly Random _random = new(seed);
        readonly Shop _shop = new();
        readonly List<Order> _orders = [];

        public async Task Run()
        {
            using (_shop)
            {
                await _shop.Stock([.. Skus.Select(x => (x, (long)_random.Next(1, 6)))]);
                _orders.AddRange(Enumerable.Range(0, 4).Select(_ => new Order(_random)));
                for (var step = 0; step < StepsPerWalk; step++)
                    await Step(step);
            }
        }

        async Task Step(int step)
        {
            var (one, other) = (Choose(), Choose());
            var (oneUndone, otherUndone) = (one.WasUndone, other.WasUndone);
            using var first = await one.Begin(_shop);
            using var second = await other.Begin(_shop);
            await Settle(one, first, oneUndone, step);
            await Settle(other, second, otherUndone, step);
        }

        // Either may commit; whoever loses is tried again, as a redelivery is. What wrote nothing cannot lose: it says what
        // was true when it looked.
        async Task Settle(Question question, Shop.Attempt attempt, bool undoneBefore, int step)
        {
            var when = $"seed {seed}, step {step}: {question.Name}";
            if (await attempt.Commit())
                question.Heard(attempt.Answer, undoneBefore, when);
            else
                question.Heard(await question.Again(_shop), question.WasUndone, when);
            await CheckLaws(when);
        }

        Question Choose()
        {
            var order = _orders[_random.Next(_orders.Count)];
            return order.Questions[_random.Next(order.Questions.Count)];
        }

        async Task CheckLaws(string when)
        {
            var lines = await _shop.Rows<StockLine>(Skus);
            var reservations = await _shop.Rows<Reservation>(_orders.Select(x => (object)x.Id));
            var charges = await _shop.Rows<Charge>(_orders.Select(x => (object)x.Id));
            var entries = await _shop.Rows<LedgerEntry>(
                _orders.SelectMany(x => Enumerable.Range(1, 8).Select(n => (object)$"{x.Id}/{n}")));

            lines.All(StockLaws.Holds).ShouldBeTrue(when);
            StockLaws.Agree(lines, reservations).ShouldBeTrue(when);
            LedgerLaws.SumsToZero(entries).ShouldBeTrue(when);
            ChargeLaws.Agree(charges, entries).ShouldBeTrue(when);
            foreach (var order in _orders)
                order.CheckNothingIsKeptAfterTheUndo(reservations, charges, when);
        }
    }

    /// <summary>One order, with what is asked for it and what was heard.</summary>
    sealed class Order
    {
        static readonly string[] Tokens = ["tok_visa", "tok_visa", "tok_declined", "tok_silent", "tok_silent_nocharge"];

        readonly Question _reserve;
        readonly Question _charge;

        public Order(Random random)
        {
            var lines = Skus.Where(_ => random.Next(2) == 0).DefaultIfEmpty("tea")
                .Select(x => new OrderLine(x, random.Next(1, 4))).ToList();
            _reserve = Question.Of(new ReserveInventory(Id, lines));
            _charge = Question.Of(new ChargePayment(Id, Guid.NewGuid(), new Money(random.Next(1, 9_999), "EUR"), Tokens[random.Next(Tokens.Length)]));
            Questions =
            [
                _reserve, _reserve, Question.Of(new ReleaseInventory(Id), undoes: _reserve), Question.Of(new OrderCompleted(Id, "SP1")),
                _charge, _charge, Question.Of(new RefundPayment(Id), undoes: _charge),
            ];
        }

        public Guid Id { get; } = Guid.NewGuid();

        public IReadOnlyList<Question> Questions { get; }

        public void CheckNothingIsKeptAfterTheUndo(IEnumerable<Reservation> reservations, IEnumerable<Charge> charges, string when)
        {
            if (_reserve.WasUndone)
                reservations.Any(x => x.OrderId == Id && x.Status == ReservationStatus.Reserved).ShouldBeFalse(when);
            if (_charge.WasUndone)
                charges.Any(x => x.OrderId == Id && x.Status == ChargeStatus.Charged).ShouldBeFalse(when);
        }
    }

    /// <summary>A command that may be asked many times.</summary>
    sealed class Question(string name, Func<Shop, Task<Shop.Attempt>> begin, Func<Shop, Task<object?>> again, Question? undoes)
    {
        bool _answered;
        object? _first;

        public string Name => name;

        public bool WasUndone { get; private set; }

        public static Question Of<TCommand>(TCommand command, Question? undoes = null) where TCommand : class =>
            new(typeof(TCommand).Name, shop => shop.Begin(command), shop => shop.Ask(command), undoes);

        public Task<Shop.Attempt> Begin(Shop shop) => begin(shop);

        public Task<object?> Again(Shop shop) => again(shop);

        public void Heard(object? answer, bool undone, string when)
        {
            if (undoes != null)
                undoes.WasUndone = true;
            if (undone)
                answer.ShouldNotBeNull(when).ToString()!.ShouldContain(Engagements.UndoneFirst, Case.Sensitive, when);
            else if (_answered)
                answer.ShouldBe(_first, when);
            else
                (_first, _answered) = (answer, true);
        }
    }
}
