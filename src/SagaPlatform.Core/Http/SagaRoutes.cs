using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SagaPlatform.Contracts;
using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Core.Http;

/// <summary>What makes a request impossible now.</summary>
/// <param name="Title">A few words: <c>Too late to cancel</c>.</param>
/// <param name="Detail">What is in the way, for the one who asked.</param>
public sealed record Conflict(string Title, string Detail);

/// <summary>The body of a ruling; the saga is in the path.</summary>
/// <param name="Step">The step the question is about.</param>
/// <param name="Ruling">What the person found out.</param>
/// <param name="DecidedBy">Who says so; 1 to 128 characters.</param>
public sealed record RulingRequest(string Step, Ruling Ruling, string DecidedBy);

/// <summary>The body of a cancellation; the saga is in the path.</summary>
/// <param name="Reason">1 to 256 characters.</param>
public sealed record CancelRequest(string Reason);

/// <summary>Puts a saga on HTTP.</summary>
public static class SagaRouting
{
    /// <summary>A saga's endpoints under one path, with <c>GET {id}</c> to ask for one.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="path">For example <c>/orders</c>.</param>
    /// <param name="noun">What one of them is called in answers: <c>order</c>.</param>
    /// <param name="queue">The saga's queue, one of <see cref="Queues"/>.</param>
    /// <param name="view">What is shown of one.</param>
    /// <param name="accepted">What is shown of one that is stored and on its way to its saga.</param>
    public static SagaRoutes<TState, TView> MapSaga<TState, TView>(this IEndpointRouteBuilder routes,
        string path, string noun, string queue, Func<TState, TView> view, Func<Guid, TView> accepted) where TState : ProcessState where TView : class
    {
        var group = routes.MapGroup(path).WithTags($"{char.ToUpperInvariant(noun[0])}{noun[1..]}");
        return new SagaRoutes<TState, TView>(group, path, noun, queue, view, accepted);
    }
}

/// <summary>
/// A saga by HTTP. What is answered with 202 is stored: it happens, whatever breaks afterwards. The same request again gets the
/// same answer and happens once.
/// </summary>
/// <typeparam name="TState">The saga's state.</typeparam>
/// <typeparam name="TView">What is shown of it.</typeparam>
public sealed class SagaRoutes<TState, TView> where TState : ProcessState where TView : class
{
    readonly RouteGroupBuilder _group;
    readonly string _path;
    readonly string _noun;
    readonly string _queue;
    readonly Func<TState, TView> _view;
    readonly Func<Guid, TView> _accepted;

    internal SagaRoutes(RouteGroupBuilder group, string path, string noun, string queue, Func<TState, TView> view, Func<Guid, TView> accepted)
    {
        (_group, _path, _noun, _queue, _view, _accepted) = (group, path, noun, queue, view, accepted);
        group.MapGet("{id:guid}", Get)
            .WithSummary($"One {noun}.")
            .Produces<TView>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    string StartedBy => $"http/start/{_queue}";

    /// <summary><c>POST</c> to the path itself starts one. The same id with other content is refused with 409.</summary>
    /// <param name="id">The id that its sender made.</param>
    /// <param name="summary">A sentence for the OpenAPI document.</param>
    public SagaRoutes<TState, TView> Starts<TStart>(Func<TStart, Guid> id, string summary) where TStart : class
    {
        _group.MapPost("", (HttpContext http, MessageValidation validation, IPlatformStore store, RequestOutbox outbox) =>
                Start(id, http, validation, store, outbox))
            .Accepts<TStart>("application/json")
            .WithSummary($"{summary} The same id with the same content gets the same answer; with other content, 409.")
            .Produces<TView>(StatusCodes.Status202Accepted)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);
        return this;
    }

    /// <summary><c>POST {id}/word</c> tells one something. The same body again is the same message.</summary>
    /// <typeparam name="TCommand">The command that is sent to the saga.</typeparam>
    /// <typeparam name="TBody">What the body holds: the command without the id of the path.</typeparam>
    /// <param name="word">The last part of the path: <c>cancel</c>.</param>
    /// <param name="withId">Puts the id of the path into the command.</param>
    /// <param name="summary">A sentence for the OpenAPI document.</param>
    /// <param name="refuses">
    /// What is in the way, so that whoever asks by HTTP hears at once what the saga would only write down; the state is null
    /// while the saga is on its way. The saga decides again when the message arrives.
    /// </param>
    /// <param name="eachState">The same words at a later state are another message: an answer to a question that may be asked twice.</param>
    public SagaRoutes<TState, TView> Hears<TCommand, TBody>(string word, Func<TCommand, Guid, TCommand> withId, string summary,
        Func<TState?, TCommand, Conflict?>? refuses = null, bool eachState = false) where TCommand : class where TBody : class
    {
        _group.MapPost($"{{id:guid}}/{word}", (Guid id, HttpContext http, MessageValidation validation, IPlatformStore store, RequestOutbox outbox) =>
                Hear(id, word, withId, refuses, eachState, http, validation, store, outbox))
            .Accepts<TBody>("application/json")
            .WithSummary(summary)
            .Produces<TView>(StatusCodes.Status202Accepted)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        return this;
    }

    /// <summary><c>POST {id}/rulings</c>: a person's answer to the question of a saga that needs attention.</summary>
    /// <param name="withId">Puts the id of the path into the command.</param>
    /// <param name="step">The step that the command speaks of.</param>
    public SagaRoutes<TState, TView> Rules<TCommand>(Func<TCommand, Guid, TCommand> withId, Func<TCommand, string> step) where TCommand : class =>
        Hears<TCommand, RulingRequest>("rulings", withId, $"A person's answer to the question of {Article} {_noun} that needs attention.",
            (state, command) => state?.Ledger.Lines.Exists(x => x.Step == step(command) && x.Question != null) == true ? null
                : new Conflict("Nothing to rule on", $"There is no open question about {step(command)}."),
            eachState: true);

    string Article => "aeiou".Contains(_noun[0], StringComparison.Ordinal) ? "an" : "a";

    async Task<IResult> Get(Guid id, HttpContext http, IPlatformStore store) =>
        await Find(id, http, store) is { View: { } view } ? TypedResults.Ok(view) : Unknown(id);

    async Task<IResult> Start<TStart>(Func<TStart, Guid> idOf, HttpContext http, MessageValidation validation, IPlatformStore store, RequestOutbox outbox)
        where TStart : class
    {
        var (start, problem) = await CommandRequest.Read<TStart>(http, validation);
        if (start == null)
            return problem!;

        // The saga remembers what it was started with for as long as it is kept; the inbox until the saga has begun.
        var id = idOf(start);
        var fingerprint = ContentFingerprint.Of(start);
        if (await store.Find<TState>(id, null, http.RequestAborted) is { } known)
            return known.Fingerprint == fingerprint ? Accepted(id, _view(known)) : OtherContent(id);

        var key = new InboxKey(id, StartedBy, fingerprint);
        try
        {
            await outbox.Send(_queue, start, MessageIds.Derive(id, StartedBy), http.RequestAborted);
        }
        catch (MessageTooLargeException e)
        {
            return TypedResults.Problem(e.Message, statusCode: StatusCodes.Status413PayloadTooLarge, title: "Too large");
        }

        return await outbox.Commit(key, http.RequestAborted) == CommitOutcome.Committed
            || await store.Fingerprint(key, http.RequestAborted) == fingerprint
                ? Accepted(id, _accepted(id))
                : OtherContent(id);
    }

    async Task<IResult> Hear<TCommand>(Guid id, string word, Func<TCommand, Guid, TCommand> withId, Func<TState?, TCommand, Conflict?>? refuses,
        bool eachState, HttpContext http, MessageValidation validation, IPlatformStore store, RequestOutbox outbox) where TCommand : class
    {
        var (command, problem) = await CommandRequest.Read<TCommand>(http, validation, x => withId(x, id));
        if (command == null)
            return problem!;
        var (state, view) = await Find(id, http, store);
        if (view == null)
            return Unknown(id);
        if (refuses?.Invoke(state, command) is { } conflict)
            return TypedResults.Problem(conflict.Detail, statusCode: StatusCodes.Status409Conflict, title: conflict.Title);

        var operation = $"http/{word}/{_queue}{(eachState ? $"/{state?.Version}" : "")}";
        var messageId = MessageIds.Derive(id, $"{operation}/{ContentFingerprint.Of(command)}");
        await outbox.Send(_queue, command, messageId, http.RequestAborted);
        await outbox.Commit(new InboxKey(messageId, operation), http.RequestAborted);
        return Accepted(id, view);
    }

    async Task<(TState? State, TView? View)> Find(Guid id, HttpContext http, IPlatformStore store)
    {
        if (await store.Find<TState>(id, null, http.RequestAborted) is { } state)
            return (state, _view(state));
        return (null, await store.Fingerprint(new InboxKey(id, StartedBy), http.RequestAborted) == null ? null : _accepted(id));
    }

    IResult Accepted(Guid id, TView view) => TypedResults.Accepted($"{_path}/{id}", view);

    IResult Unknown(Guid id) =>
        TypedResults.Problem($"There is no {_noun} {id}.", statusCode: StatusCodes.Status404NotFound, title: $"No such {_noun}");

    IResult OtherContent(Guid id) =>
        TypedResults.Problem($"There is {Article} {_noun} {id} with other content already. Use a new id for a new one.",
            statusCode: StatusCodes.Status409Conflict, title: $"Another {_noun} has this id");
}
