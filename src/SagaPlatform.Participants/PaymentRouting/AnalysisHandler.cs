using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.PaymentGateways;

namespace SagaPlatform.Participants.PaymentRouting;

/// <summary>Chooses the gateways that can carry a payment, by amount, currency, region, health and fee; the cheapest first.</summary>
/// <remarks>It only reads, and claims nothing: payments do not wait for each other here. Asked again, it looks again.</remarks>
public sealed class AnalysisHandler(IRowQueries queries, TimeProvider clock) : ICommandHandler<AnalysePayment>
{
    /// <summary>More gateways than this are never asked for one payment.</summary>
    public const int CandidatesMax = 16;

    /// <summary>More gateways than this are not looked at.</summary>
    const int GatewaysMax = 99;

    /// <inheritdoc />
    public async Task<Answer> Handle(AnalysePayment command, CancellationToken cancellation)
    {
        if (Problem(command) is { } problem)
            return Answer.With(new PaymentNotRoutable(command.PaymentId, problem));

        var gateways = await queries.List<PaymentGateway, PaymentGateway>(all => all.OrderBy(x => x.Number).Take(GatewaysMax), cancellation);
        var fitting = gateways.Where(x => x.Takes(command.Amount, command.Region)).ToList();
        if (fitting.Count == 0)
            return Answer.With(new PaymentNotRoutable(command.PaymentId,
                $"no gateway takes {command.Amount.AmountMinor} {command.Amount.Currency} from {command.Region}"));

        var healthy = fitting.ExceptBy(await OutOfTheChoice(cancellation), x => x.Name, StringComparer.Ordinal).ToList();
        return Answer.With(healthy.Count == 0
            ? new PaymentNotRoutable(command.PaymentId, "every gateway that would take it is out of order for the moment")
            : new PaymentAnalysed(command.PaymentId, Ranked(command, healthy)));
    }

    static IReadOnlyList<GatewayCandidate> Ranked(AnalysePayment command, IEnumerable<PaymentGateway> gateways) =>
    [
        .. gateways
            .Select(x => (x.Number, Candidate: new GatewayCandidate(x.Name, x.FeeMinorFor(command.Amount))))
            .OrderBy(x => x.Candidate.FeeMinor).ThenBy(x => x.Number)
            .Select(x => x.Candidate)
            .Take(CandidatesMax),
    ];

    Task<IReadOnlyList<string>> OutOfTheChoice(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return queries.List<GatewayHealth, string>(all => all.Where(x => x.OutUntil > now).Select(x => x.Gateway).Take(GatewaysMax), cancellation);
    }

    static string? Problem(AnalysePayment command) =>
        FieldRules.Id("PaymentId", command.PaymentId)
        ?? (command.Amount == null ? "Amount is missing" : FieldRules.Between("Amount.AmountMinor", command.Amount.AmountMinor, 1, long.MaxValue))
        ?? FieldRules.Text("Region", command.Region, charactersMax: 2);
}
