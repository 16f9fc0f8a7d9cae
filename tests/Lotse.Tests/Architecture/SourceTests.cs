using Xunit;

namespace Lotse.Tests.Architecture;

public sealed class SourceTests
{
    private static readonly Source[] s_offenders =
    [
        new("src/Lotse/Levels/Endless.cs", 301, "Lotse.Levels"),
        new("src/Lotse/Levels/JustRight.cs", 300, "Lotse.Levels"),
        new("src/Lotse/Program.cs", 100, null),
        new("bin/everything", 60, null),
        new("src/Lotse/Handlers/Escalate.cs", 10, "Lotse.Handlers"),
        new("src/Lotse/Replies/ReplyUtils.cs", 10, "Lotse.Replies"),
        new("src/Lotse/Replies/Smuggled.cs", 10, "Lotse.Tickets"),
        .. Enumerable.Range(1, 16).Select(n => new Source($"src/Lotse/Reports/Report{n}.cs", 10, "Lotse.Reports")),
        .. Enumerable.Range(1, 15).Select(n => new Source($"src/Lotse/Search/Find{n}.cs", 10, "Lotse.Search")),
    ];

    [Fact]
    public void No_file_is_too_long_to_be_read() => House.None("Split by behaviour", Sources.TooLong(Sources.All));

    [Fact]
    public void No_folder_is_too_full_to_be_overlooked() => House.None("Split by behaviour", Sources.TooFull(Sources.All));

    [Fact]
    public void Folders_and_files_are_named_after_what_they_do() => House.None("Names that hide", Sources.BadlyNamed(Sources.All));

    [Fact]
    public void A_namespace_is_its_folder() => House.None("Move it or rename it", Sources.Misplaced(Sources.All));

    [Fact]
    public void Too_long_are_301_lines_of_code_100_of_the_program_and_60_of_a_script() => Assert.Equal(
        ["src/Lotse/Levels/Endless.cs", "src/Lotse/Program.cs", "bin/everything"], Sources.TooLong(s_offenders).Select(line => line.Split(' ')[0]));

    [Fact]
    public void Too_full_is_a_folder_of_16() => Assert.Equal("src/Lotse/Reports holds 16 files, more than 15", Assert.Single(Sources.TooFull(s_offenders)));

    [Fact]
    public void Badly_named_are_a_folder_by_kind_and_a_file_of_this_and_that() => Assert.Equal(
        ["src/Lotse/Handlers/Escalate.cs: Handlers", "src/Lotse/Replies/ReplyUtils.cs: ReplyUtils"], Sources.BadlyNamed(s_offenders));

    [Fact]
    public void Misplaced_is_a_file_that_says_it_stands_elsewhere() =>
        Assert.Equal("src/Lotse/Replies/Smuggled.cs stands in namespace Lotse.Tickets", Assert.Single(Sources.Misplaced(s_offenders)));

    [Fact]
    public void The_sources_are_read_at_all()
    {
        Assert.Contains(Sources.All, source => source.Path == "src/Lotse.Domain/Intake/ReadMail.cs" && source.Namespace == "Lotse.Domain.Intake");
        Assert.Contains(Sources.All, source => source.Path == "bin/test");
        Assert.DoesNotContain(Sources.All, source => source.Path.Contains("/obj/", StringComparison.Ordinal));
    }
}
