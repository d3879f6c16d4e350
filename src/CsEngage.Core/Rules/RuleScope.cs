namespace CsEngage.Core;

/// <summary>What a rule speaks about; it comes from where the rule is used.</summary>
public enum RuleScope
{
    /// <summary>An account; there is no "this contact".</summary>
    Account,
    /// <summary>One membership; the account's fields may be read too.</summary>
    Contact,
}
