namespace SagaPlatform.Contracts.Tests.Generation;

/// <summary>A message and the forms it might be given later, some of them harmless, most of them not.</summary>
public static class ParcelSamples
{
    public sealed record Piece(string Sku, int Count);

    public sealed record RenamedPiece(string Article, int Count);

    /// <summary>The first form.</summary>
    public sealed record Parcel(Guid Id, string City, int Weight, IReadOnlyList<Piece> Pieces);

    public sealed record WithOptional(Guid Id, string City, int Weight, IReadOnlyList<Piece> Pieces, string? Note = null, int Copies = 1);

    public sealed record WithNullable(Guid Id, string City, int Weight, IReadOnlyList<Piece> Pieces, string? Note);

    public sealed record WithRequired(Guid Id, string City, int Weight, IReadOnlyList<Piece> Pieces, string Note);

    public sealed record Renamed(Guid Id, string Town, int Weight, IReadOnlyList<Piece> Pieces);

    public sealed record RenamedToOptional(Guid Id, int Weight, IReadOnlyList<Piece> Pieces, string? Town = null);

    public sealed record Removed(Guid Id, string City, IReadOnlyList<Piece> Pieces);

    public sealed record Retyped(Guid Id, string City, string Weight, IReadOnlyList<Piece> Pieces);

    public sealed record ListToOne(Guid Id, string City, int Weight, Piece Pieces);

    public sealed record RenamedInList(Guid Id, string City, int Weight, IReadOnlyList<RenamedPiece> Pieces);

    /// <summary>A stricter limit breaks, too.</summary>
    /// <param name="Id">The parcel.</param>
    /// <param name="City">1 to 3 characters.</param>
    /// <param name="Weight">Grams.</param>
    /// <param name="Pieces">What is in it.</param>
    public sealed record Stricter(Guid Id, string City, int Weight, IReadOnlyList<Piece> Pieces);

    public sealed record WithDecimal(Guid Id, decimal Price);

    public static ConversationMessage Announcement(Type record) =>
        new(record, MessageKind.Announcement, Queue: null, AnswerTo: null);
}
