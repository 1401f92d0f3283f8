using SagaPlatform.Host.Commands;

namespace SagaPlatform.Host.Tests.Commands;

public sealed class InvariantsCommandTests
{
    static readonly InvariantsCommand.Law Holds = new("a", "It holds.", 7, [], null);

    [Fact]
    public void Each_law_is_said_with_its_rows_and_all_is_well_when_all_hold()
    {
        var (code, said) = Tell(Holds, Holds with { Name = "b" });

        code.ShouldBe(0);
        said.ShouldContain("holds        a: It holds. (7 rows)");
        said.ShouldContain("2 laws: 2 hold, 0 broken, 0 not checked.");
    }

    [Fact]
    public void Every_broken_row_is_said_as_a_sentence_and_the_exit_code_is_1()
    {
        var (code, said) = Tell(Holds, Holds with { Broken = ["One is wrong.", "Another is."] }, Holds with { NotChecked = "no table" });

        code.ShouldBe(1);
        said.ShouldContain("BROKEN ");
        said.ShouldContain("- One is wrong.");
        said.ShouldContain("- Another is.");
        said.ShouldContain("3 laws: 1 hold, 1 broken, 1 not checked.");
    }

    [Fact]
    public void What_was_not_checked_is_not_well()
    {
        var (code, said) = Tell(Holds, Holds with { NotChecked = "no table" });

        code.ShouldBe(3);
        said.ShouldContain("NOT CHECKED  a");
        said.ShouldContain("- no table");
        Tell().Code.ShouldBe(3, "a platform without laws proves nothing");
    }

    static (int Code, string Said) Tell(params InvariantsCommand.Law[] laws)
    {
        using var said = new StringWriter();
        return (InvariantsCommand.Tell(new InvariantsCommand.Report(laws), said), said.ToString());
    }
}
