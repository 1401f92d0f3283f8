using RabbitMQ.Client;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.LoadTest;

namespace SagaPlatform.Host.Tests.LoadTest;

/// <summary>The generator on a real broker, against platforms that answer never, once or twice. Ten orders each.</summary>
public sealed class LoadCommandTests
{
    [Fact]
    public async Task Ten_orders_that_are_each_completed_once_are_good()
    {
        await using var platform = await FakePlatform.Running((x, _, order) => x.Completes(order));

        var (code, said, errors) = await platform.Load();

        LastLine(said).ShouldBe("started=10 completed=10 failed=0 lost=0 duplicated=0", said);
        (code, errors).ShouldBe((0, ""));
        said.ShouldContain("latency       p50 ");
        said.ShouldNotContain("note ");
    }

    [Fact]
    public async Task An_order_is_sent_as_a_program_in_any_language_would()
    {
        await using var platform = await FakePlatform.Running((x, _, order) => x.Completes(order));

        await platform.Load();

        platform.Taken.Select(x => x.Order.OrderId).Distinct().Count().ShouldBe(10);
        foreach (var (order, properties) in platform.Taken)
        {
            (properties.ContentType, properties.DeliveryMode).ShouldBe(("application/json", DeliveryModes.Persistent));
            Guid.TryParse(properties.MessageId, out _).ShouldBeTrue();
            properties.Headers.ShouldBeNull("nothing that only our client would write");
            order.Lines.ShouldHaveSingleItem().Quantity.ShouldBe(1);
            (order.Total.AmountMinor, order.Total.Currency, order.DeliverTo.Country).ShouldBe((4990, "EUR", "DE"));
        }

        platform.Taken.Select(x => x.Order.Lines[0].Sku).Distinct().Count().ShouldBe(10, "ten articles, so that no row is waited for");
    }

    [Fact]
    public async Task An_order_of_which_nothing_is_heard_is_lost_and_one_that_ends_twice_is_duplicated()
    {
        await using var platform = await FakePlatform.Running(async (x, number, order) =>
        {
            if (number is 2 or 5 or 8)
                return;
            await x.Completes(order);
            if (number is 0 or 9)
                await x.Completes(order);
        });

        var (code, said, _) = await platform.Load();

        LastLine(said).ShouldBe("started=10 completed=7 failed=0 lost=3 duplicated=2", said);
        code.ShouldBe(LoadCommand.NotGood);
        said.ShouldContain("Of 3 sagas no end was heard within 1 s after the last start");
    }

    [Fact]
    public async Task The_same_announcement_delivered_again_is_no_fault()
    {
        await using var platform = await FakePlatform.Running(async (x, _, order) =>
        {
            var message = Guid.NewGuid();
            await x.Completes(order, message);
            await x.Completes(order, message);
        });

        var (code, said, _) = await platform.Load();

        LastLine(said).ShouldBe("started=10 completed=10 failed=0 lost=0 duplicated=0", said);
        code.ShouldBe(0);
        said.ShouldContain("10 announcements were delivered again");
    }

    [Fact]
    public async Task Orders_that_are_cancelled_or_wait_for_a_person_have_failed_with_their_reasons()
    {
        await using var platform = await FakePlatform.Running((x, number, order) => number switch
        {
            0 => x.Announces(new OrderCancelled(order.OrderId, "no stock")),
            1 or 2 => x.Announces(new OrderNeedsAttention(order.OrderId, "Is it handed over?")),
            _ => x.Completes(order),
        });

        var (code, said, _) = await platform.Load();

        LastLine(said).ShouldBe("started=10 completed=7 failed=3 lost=0 duplicated=0", said);
        code.ShouldBe(LoadCommand.NotGood);
        said.ShouldContain("1 x OrderCancelled: no stock");
        said.ShouldContain("2 x OrderNeedsAttention: Is it handed over?");
    }

    [Fact]
    public async Task What_others_order_meanwhile_is_not_counted_and_what_cannot_be_read_is_told()
    {
        await using var platform = await FakePlatform.Running(async (x, _, order) =>
        {
            await x.Completes(order with { OrderId = Guid.NewGuid() });
            await x.Babbles();
            await x.Completes(order);
        });

        var (code, said, _) = await platform.Load();

        LastLine(said).ShouldBe("started=10 completed=10 failed=0 lost=0 duplicated=0", said);
        said.ShouldContain("10 announcements could not be read.");
        code.ShouldBe(LoadCommand.NotGood, "one of them may have been an end");
    }

    [Fact]
    public async Task The_bound_on_orders_under_way_is_kept_and_told()
    {
        await using var platform = await FakePlatform.Running();
        platform.Answer = async (number, _) =>
        {
            // The second one ends both: never more than two are under way.
            if (number % 2 == 1)
                foreach (var (order, _) in platform.Taken.Skip(number - 1))
                    await platform.Completes(order);
        };

        var (code, said, _) = await platform.Load("--outstanding-max", "2", "--drain", "30", "--rate", "10000", "--seconds", "0.1");

        LastLine(said).ShouldBe("started=1000 completed=1000 failed=0 lost=0 duplicated=0", said);
        code.ShouldBe(0);
        said.ShouldContain(" sagas were held back: 2 were under way at once (--outstanding-max).");
    }

    [Fact]
    public async Task Starts_that_no_queue_takes_are_told_and_are_no_sagas()
    {
        await using var platform = await FakePlatform.Running();
        await platform.Unbind();

        var (code, said, _) = await platform.Load();

        LastLine(said).ShouldBe("started=0 completed=0 failed=0 lost=0 duplicated=0", said);
        code.ShouldBe(LoadCommand.NotGood);
        said.ShouldContain("10 messages were not taken by the broker.");
        said.ShouldContain("10 x no queue takes SagaPlatform.Contracts.Orders:PlaceOrder");
    }

    [Fact]
    public async Task Where_no_platform_runs_nothing_is_sent_and_it_says_what_to_do()
    {
        await using var never = await FakePlatform.NeverRan();
        await using var down = await FakePlatform.Down();

        var first = await never.Load();
        var second = await down.Load();

        (first.Code, second.Code).ShouldBe((LoadCommand.NoPlatform, LoadCommand.NoPlatform));
        first.Errors.ShouldContain("No platform has ever run at amqp://");
        second.Errors.ShouldContain("Nobody takes what is sent to the queue order-fulfilment");
        second.Errors.ShouldContain("make up-native");
        (await down.Broker.Messages("order-fulfilment")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_no_broker_answers_it_says_where_it_looked_without_the_password()
    {
        using var said = new StringWriter();

        (await LoadCommand.Run(["--broker", "amqp://saga:secret@127.0.0.1:1/saga"], said, said, CancellationToken.None)).ShouldBe(LoadCommand.NoPlatform);

        said.ToString().ShouldContain("No broker can be used at amqp://127.0.0.1:1/saga");
        said.ToString().ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("saga-load listens")]
    [InlineData("saga-load speaks")]
    public async Task When_the_broker_closes_a_connection_in_the_middle_there_is_no_verdict(string connection)
    {
        await using var platform = await FakePlatform.Running((x, _, order) => x.Completes(order));

        var running = platform.Load("--seconds", "600", "--drain", "600");
        await platform.FirstOrder;
        await platform.Broker.CloseConnections(connection);
        var (code, said, errors) = await running;

        code.ShouldBe(LoadCommand.NoPlatform, said);
        errors.ShouldContain("The broker went away after ");
        said.ShouldNotContain("lost=");
    }

    [Theory]
    [InlineData("--saga", "nobody", "Argument 'nobody' not recognized.")]
    [InlineData("--rate", "fast", "Cannot parse argument 'fast' for option '--rate'")]
    [InlineData("--rate", "-1", "--rate is -1; it may be from 0 to 100000.")]
    [InlineData("--seconds", "0.001", "--seconds is 0.001")]
    [InlineData("--rates", "7", "Unrecognized command or argument '--rates'.")]
    public async Task A_wrong_option_is_named(string option, string value, string says)
    {
        using var said = new StringWriter();

        var code = await LoadCommand.Run(["--broker", "amqp://127.0.0.1:1/saga", option, value], said, said, CancellationToken.None);

        code.ShouldBe(LoadCommand.WrongOptions);
        said.ToString().ShouldContain(says);
    }

    static string LastLine(string said) => said.Split(Environment.NewLine)[^1];
}
