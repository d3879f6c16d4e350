namespace CsEngage.Mail.Tests.Peers;

/// <summary>A test that only root can run. For anybody else it is skipped, with its reason in the report: it never counts as passed unseen.</summary>
sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute(string why)
    {
        if (!Environment.IsPrivilegedProcess) Skip = "Needs root. " + why;
    }
}

/// <summary>The same for a theory.</summary>
sealed class RootTheoryAttribute : TheoryAttribute
{
    public RootTheoryAttribute(string why)
    {
        if (!Environment.IsPrivilegedProcess) Skip = "Needs root. " + why;
    }
}
