using Microsoft.Extensions.Options;
using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Suppliers;

/// <summary>Finds out who is to supply the lines of an order. Nothing is held: whoever purchases looks at the stock again.</summary>
public sealed class SelectionHandler(IRowQueries rows, IOptions<SuppliersOptions> options) : ICommandHandler<SelectSuppliers>
{
    /// <inheritdoc />
    public async Task<Answer> Handle(SelectSuppliers command, CancellationToken cancellation)
    {
        if (Problem(command) is { } problem)
            return Answer.With(new SuppliersNotFound(command.ProcurementId, problem));

        var offers = await Offers(command, cancellation);
        var plan = command.Lines.Select(x => SupplierRanking.PlanOf(x, offers[x.Article], options.Value.SuppliersPerLineMax)).ToList();
        return Answer.With(Shortage(command, plan) is { } shortage
            ? new SuppliersNotFound(command.ProcurementId, shortage)
            : new SuppliersSelected(command.ProcurementId, plan));
    }

    /// <summary>One question for all lines, answered by the index of article and price.</summary>
    async Task<ILookup<string, SupplierOffer>> Offers(SelectSuppliers command, CancellationToken cancellation)
    {
        var articles = command.Lines.Select(x => x.Article).ToList();
        var found = await rows.List<SupplierOffer, SupplierOffer>(offers => offers
            .Where(x => articles.Contains(x.Article) && x.Stock > 0 && x.Currency == command.Currency && x.LeadTimeHours <= command.LeadTimeHoursMax)
            .OrderBy(x => x.UnitPriceMinor)
            .Take(options.Value.OffersReadMax), cancellation);
        return found.ToLookup(x => x.Article, StringComparer.Ordinal);
    }

    static string? Shortage(SelectSuppliers command, List<LinePlan> plan)
    {
        if (plan.TrueForAll(x => x.Chosen.Count == 0))
            return "nobody has any of it in stock";
        return command.OnShortage == ShortagePolicy.ShortShip ? null : command.Lines.Zip(plan)
            .Where(x => SupplierRanking.MissingOf(x.First, x.Second) > 0)
            .Select(x => $"{x.First.Article} is short: {x.First.Quantity} wanted, {x.First.Quantity - SupplierRanking.MissingOf(x.First, x.Second)} in stock")
            .FirstOrDefault();
    }

    string? Problem(SelectSuppliers command) => FieldRules.Id("ProcurementId", command.ProcurementId)
        ?? (command.Lines is not { Count: > 0 } lines ? "Lines is missing"
            : FieldRules.Between("Lines", lines.Count, 1, options.Value.LinesMax)
                ?? lines.Select((x, i) => FieldRules.Text($"Lines[{i}].Article", x.Article, SuppliersOptions.ArticleCharactersMax)
                    ?? FieldRules.Between($"Lines[{i}].Quantity", x.Quantity, 1, options.Value.QuantityMax)).FirstOrDefault(x => x != null));
}
