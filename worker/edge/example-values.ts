const ULID = '01JD0000000000000000000000'
const THEN = '2026-11-21T09:30:00.000Z'

/**
 * What a field holds in the examples of the API document, by its name; `Schema.field` wins over `field`. One world for
 * all of them: Ada buys two mugs of Kiln & Clay. `tests/api/openapi.test.ts` fails for a field that is not here, and
 * checks every example against its schema.
 */
export const EXAMPLE_VALUES: Readonly<Record<string, unknown>> = {
  // people
  email: 'ada@buyer.example', locale: 'en', userAgent: 'Mozilla/5.0 (X11; Linux x86_64)', ip: '203.0.113.7', since: THEN, lastSeenAt: THEN,
  isEmailVerified: true, isCurrent: true, isDisabled: false, isDefault: true, ended: 2, accessToken: 'eyJhbGciOiJFUzI1NiIsImtpZCI6IjIwMjYtMTEifQ…',
  refreshToken: 'ses_01JD0000000000000000000000.kX3v…', 'Profile.name': 'Ada Byron', 'SignedIn.name': 'Ada Byron', 'VendorMember.name': 'Rosalind Fry',
  'VendorMember.email': 'rosalind@kiln.example', 'VendorInvitation.email': 'packing@kiln.example', 'NewAddress.email': 'ada@byron.example',
  keys: [{ kty: 'EC', crv: 'P-256', x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU', y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0', kid: '2026-11', alg: 'ES256', use: 'sig' }],
  // stores
  isFree: true,
  name: 'Kiln & Clay', slug: 'kiln-and-clay', vendorName: 'Kiln & Clay', vendorSlug: 'kiln-and-clay', tagline: 'Stoneware for every day',
  about: 'We throw, glaze and fire in a former mill.', primary: '#1f4d3a', accent: '#d9822b', country: 'US', supportEmail: 'hello@kiln.example',
  suspendedReason: null, declinedReason: null, reviewRequestedAt: THEN, reviewedAt: THEN, canReceiveTransfers: true, provisioned: 'ready', schemaVersion: 2, url: 'https://stoa.example/s/kiln-and-clay', host: 'shop.kiln.example.com',
  isVerified: false, record: '_stoa.shop.kiln.example.com', challenge: 'stoa-verify=4f1c…', listingCount: 48, version: 3, toVersion: 2, queued: 7, latest: 2, vendors: 8,
  // catalogue
  title: 'Speckled stoneware mug', description: 'Thrown by hand, holds 350 ml.', brand: 'Kiln & Clay', sku: 'MUG-SPECKLED', gtin: '4006381333931', taxClass: 'standard',
  options: [{ name: 'Colour', values: ['Moss', 'Sand'] }], attributes: { Material: 'Stoneware' }, optionValues: { Colour: 'Moss' }, weightG: 410, lengthMm: 120,
  widthMm: 90, heightMm: 100, priceMinor: 2400, compareAtMinor: null, alt: 'A speckled mug on a shelf', width: 1600, height: 1200, position: 0, depth: 0,
  'ProductImage.url': `/images/ven_${ULID}/prd_${ULID}/img_${ULID}`, 'Listing.url': `/images/ven_${ULID}/prd_${ULID}/img_${ULID}`, 'Product.slug': 'speckled-stoneware-mug', 'ListingCard.slug': 'speckled-stoneware-mug',
  'Listing.slug': 'speckled-stoneware-mug', 'CartLine.slug': 'speckled-stoneware-mug', 'CategoryNode.slug': 'mugs', 'CategoryNode.name': 'Mugs', 'Category.slug': 'mugs',
  'Category.name': 'Mugs', 'ListingPage.slug': 'mugs', 'ListingPage.name': 'Mugs', parentSlug: 'ceramics', path: 'ceramics/mugs/', 'ListingCard.url': `/images/ven_${ULID}/prd_${ULID}/img_${ULID}`, 'Storefront.url': `/images/ven_${ULID}/logo/img_${ULID}`,
  key: `img_${ULID}.webp`, ratingBps: 45_000, ratingCount: 12, isInStock: true, isFeatured: true, more: null, policies: 'Parcels leave twice a week. Send back within 30 days what you do not like.', listingSlug: 'speckled-stoneware-mug', shippingMinor: 590,
  count: 12, min: 900, max: 12_500, total: 48, value: 'Stoneware', values: ['Moss'], text: 'Mugs', 'Suggestions.slug': 'mugs', listings: 48,
  'ListingPage.attributes': [{ name: 'Material', values: [{ value: 'Stoneware', count: 12 }] }], 'Listing.attributes': [{ name: 'Material', value: 'Stoneware' }],
  'BulkOutcome.code': 'not_publishable', 'BulkOutcome.detail': 'This product cannot be sold yet: Give at least one variant a price.',
  // stock
  onHand: 12, reserved: 2, allocated: 1, safetyStock: 1, available: 8, seq: 42, onHandDelta: -1, reservedDelta: 0, allocatedDelta: -1, checked: 48, repaired: 0,
  movedOnHand: 12, receiptId: `opn_${ULID}`, operationId: `opn_${ULID}`, actorId: `acc_${ULID}`, kind: 'fulfil', wanted: 3, differences: [],
  'StockMovement.reason': 'Shipped', 'StockMovement.causeId': `ord_${ULID}`, 'Suggestions.kind': 'category',
  // buying
  shipsFrom: 'US', quantity: 2, units: 2, notices: [], isBuyable: true, fromMinor: 2200, toMinor: 2400, expiresAt: THEN, daysMin: 2, daysMax: 5, taxRateBps: 725, isTaxIncluded: false,
  baseMinor: 590, perKgMinor: 0, freeOverMinor: null, quoteHash: '0'.repeat(64), clientSecret: 'pi_3Q…_secret_…', publishableKey: 'pk_live_…', stripeJsUrl: 'https://js.stripe.com/v3',
  statusUrl: `https://stoa.example/order-status?t=grp_${ULID}.kX3v`, shippingName: 'Standard', failure: null, 'ShippingRate.name': 'Standard',
  shippingAddress: { name: 'Ada Byron', line1: '12 Analytical Way', city: 'San Francisco', region: 'CA', postalCode: '94107', country: 'US' },
  shippingEstimate: { name: 'Standard', amount: { amountMinor: 590, currency: 'USD' }, daysMin: 2, daysMax: 5 },
  // orders
  number: 1001, placedAt: THEN, cancelReason: null, city: 'San Francisco', carrier: 'UPS', trackingNumber: '1Z999AA10123456784', shippedAt: THEN, deliveredAt: null,
  trackingUrl: 'https://www.ups.com/track?tracknum=1Z999AA10123456784', detail: {}, actor: `acc_${ULID}`, at: THEN, isLatePaymentRefund: false, refund: null,
  'StoreOrder.kind': 'placed', 'PurchaseStep.kind': 'placed', 'PurchaseStep.reason': null, by: null, shipTo: { name: 'Ada Byron', city: 'San Francisco', country: 'US' }, line1: '12 Analytical Way', line2: '', region: 'CA', postalCode: '94107',
  phone: '', 'OrderCase.detail': '', 'OrderCase.reason': 'Damaged in the workshop', 'OrderCase.providerRef': 're_3Q…',
  toShip: 7, late: 1, shipBy: THEN, releasesAt: THEN, state: 'maturing', 'WholeOrder.url': `/images/ven_${ULID}/prd_${ULID}/img_${ULID}`, 'WholeOrder.kind': 'placed',
  ordersToShip: 7, ordersLate: 1, variantsLow: 3, variantsOut: 1, products: 48, drafts: 2, 'StoreSummary.orders': 4, revenue: [{ amountMinor: 9600, currency: 'USD' }],
  'OrderEarning.name': 'Standard', draft: 2, active: 46, archived: 3, variants: 96, low: 3, out: 1, lowAt: 5, 'BalanceHold.orders': 3, 'BalanceHold.reason': 'maturing',
  // money
  amountMinor: 4800, owner: 'platform', purpose: 'commission', 'LedgerAccount.id': 'platform/commission/USD', debitsMinor: 0, creditsMinor: 576, balanceMinor: 576,
  debitAccountId: `ven_${ULID}/pending/USD`, creditAccountId: 'platform/commission/USD', code: 'commission', causeId: `ord_${ULID}`, from: 'pending', to: 'available',
  isBalanced: true, differenceMinor: 0, driftedAccounts: 0, accounts: 9, transfers: 120, pendingMinor: 4814, availableMinor: 0, heldMinor: 0, debtMinor: 0, inTransitMinor: 0, paidMinor: 12_030,
  period: '2026-11-21', maturedMinor: 0, payableMinor: 4814, payouts: 1, skip: null, decidedMinor: null, providerRef: 'tr_1Q…', accountRef: 'acct_1Q…', requirements: [], 'Onboarding.url': 'https://connect.stripe.com/setup/e/acct_1Q…',
  'LedgerTransfer.id': `trf_${ULID}`, 'StatementEntry.id': `trf_${ULID}`, 'Payout.id': `pyt_${ULID}`, 'ListingCard.id': `prd_${ULID}`, 'Listing.id': `prd_${ULID}`,
  // paying vendors
  runId: `prn_${ULID}`, 'PayoutRunState.id': `prn_${ULID}`, 'PayoutRunState.kind': 'manual', 'WholePayoutRun.kind': 'manual', 'WholePayoutRun.id': `prn_${ULID}`, approvedBy: `acc_${ULID}`, approvedAt: THEN, doneAt: null,
  items: 12, failed: 0, sent: 1, sentMinor: 4814, open: 0, pending: 0, paid: 1, outcome: 'sent', outcomeSkip: null, payoutId: `pyt_${ULID}`, payoutStatus: 'paid', openingMinor: 0, closingMinor: 0, isComplete: true,
  orderNumber: 1001, 'PayoutBreakdown.attempts': 1, 'Payout.attempts': 1, 'PayoutBreakdown.code': 'release', 'PayoutBreakdown.reason': 'Paid to a closed store', 'PayoutBreakdown.id': `pyt_${ULID}`, interval: 'weekly', weekday: 5, monthDay: 1, holdFrom: 'delivered',
  holdDays: 7, latestDays: 30, reserveBps: 500, reserveDays: 90, minimums: { USD: 1000 }, 'PayoutTerms.owner': 'platform', offered: ['weekly', 'monthly'], scheduledRuns: 'wait', approvalOver: { USD: 1_000_000 },
  vendorIntervals: ['weekly', 'monthly'], allIntervals: ['daily', 'weekly', 'monthly', 'manual'], 'PayoutHold.id': `pho_${ULID}`, 'PayoutHold.kind': 'manual', wantedMinor: 20_000, 'PayoutHold.reason': 'Returns announced for last week’s batch',
  placedBy: `acc_${ULID}`, liftedAt: null, 'VendorPurse.id': `pho_${ULID}`, 'VendorPurse.kind': 'manual', 'VendorPurse.reason': 'Goodwill for the outage of 3 November', 'VendorPurse.owner': `ven_${ULID}`, requestedBy: `acc_${ULID}`, date: THEN,
  'UpcomingPayouts.id': `pho_${ULID}`, 'UpcomingPayouts.kind': 'reserve', 'UpcomingPayouts.reason': null, 'BankPayouts.id': 'po_1Q…', 'BankPayouts.status': 'paid', failureCode: null, arrivesAt: THEN, 'PayoutReversal.id': `prv_${ULID}`,
  // disputes
  'ListedDispute.reason': 'product_not_received', 'Dispute.reason': 'product_not_received', 'VendorDispute.reason': 'product_not_received', answer: null, answeredAt: null, isAnswerable: true,
  assigneeName: 'Ada Lindgren', assignedTo: `acc_${ULID}`, hasVendorAnswered: true, due: 2, review: 1, 'DisputeCounts.open': 4, networkCode: '13.1', cardBrand: 'visa', paymentRef: 'pi_3Q…',
  'Dispute.providerRef': 'dp_1Q…', wasInquiry: false, answerReason: '', isNeeded: true, isThere: true, bytes: 48_213, contentType: 'application/pdf',
  isVendors: true, addedByName: 'Rosalind Fry', addedAt: THEN, 'DisputeFile.name': 'delivery-note.pdf', withdrawnMinor: 4800, reinstatedMinor: 0, feeMinor: 1500, excessMinor: 0, isSettled: false, holdMinor: 4224,
  orderStatus: 'shipped', vendorText: 'The buyer wrote on 3 November that the mugs had arrived.', vendorCarrier: 'UPS', vendorTracking: '1Z999AA10123456784', vendorAnsweredAt: THEN,
  isPartOfMore: false, nextOffset: null, amountBps: 84, level: 'warning', countedAt: THEN, days: 90, warningBps: 65, criticalBps: 100, disputesMin: 3, 'Dispute.name': 'Ada Byron', 'Dispute.kind': 'opened', 'VendorDispute.kind': 'opened',
  'Dispute.id': `dsp_${ULID}`, 'VendorDispute.id': `dsp_${ULID}`, gathered: { shippingCarrier: 'UPS' }, edited: {}, texts: { shippingCarrier: 'UPS' }, 'DisputeRates.orders': 412, 'VendorDisputeRate.orders': 412, 'DisputeRates.rateBps': 73, 'VendorDisputeRate.rateBps': 73,
  // operations
  queue: 'stoa-events', messageId: `msg_${ULID}`, body: { type: 'mail.requested' }, attempts: 10, reason: 'unavailable: The mail provider is not available right now.', replayed: 1,
  'OrderCase.id': `pay_${ULID}`, 'OrderCase.status': 'succeeded',
  // the marketplace's own people
  ownerEmail: 'maren@kiln.example', isCanary: false, published: 46, listed: 48, action: 'vendor.approve', actorName: 'Ada Lindgren',
  shipFrom: { name: 'Kiln & Clay', line1: '4 Mill Lane', city: 'Asheville', region: 'NC', postalCode: '28801', country: 'US' }, orders: 120, totalMinor: 480_000, commissionMinor: 48_000,
  'VendorCase.reason': null, 'VendorCase.accountId': `acc_${ULID}`, 'VendorCase.role': 'vendor_owner', 'VendorCase.id': `ven_${ULID}`, 'VendorCase.name': 'Maren Holloway', 'VendorCase.email': 'maren@kiln.example', 'VendorCase.url': 'https://kiln-and-clay.stoa.example',
  inReview: 1, 'PlatformSummary.active': 8, suspended: 0, deadLetters: 0, pendingPayouts: 0, failedPayouts: 0, salesMinor: 480_000, takeMinor: 48_000,
  maturesAt: THEN, releasedAt: null, 'OrderCase.orderId': `ord_${ULID}`, 'OrderCase.kind': 'charge', rateBps: 1000,
  // refunds
  asks: [{ part: 'shipping' }], bearer: 'vendor', refunds: [], resendOf: null, canResend: false, capturedMinor: 5390, leftMinor: 5390, disputedMinor: 0, isReleased: false,
  leftQuantity: 2, leftTaxMinor: 0, vendorMinor: 4290, platformMinor: 0, commissionTaxMinor: 0, taxMinor: 0, promotionMinor: 0, needsApproval: false, part: 'line', refundId: `ref_${ULID}`,
  approvalId: `apv_${ULID}`, orderLineId: `orl_${ULID}`, settledAt: THEN, 'OrderRefund.requestedBy': `acc_${ULID}`, 'OrderRefund.id': `ref_${ULID}`, 'DecidedRefund.id': `ref_${ULID}`, 'OrderRefund.reason': 'damaged',
  'OrderRefund.note': 'The handle was broken', 'RefundOrder.reason': 'damaged', 'StoreRefundOrder.reason': 'damaged', 'OrderRefunds.paidMinor': 4800, 'OrderRefund.status': 'succeeded', 'DecidedRefund.status': 'pending',
  // approvals
  'Approval.action': 'refund.create', 'WholeApproval.action': 'refund.create', 'Approval.subjectId': `ref_${ULID}`, 'WholeApproval.subjectId': `ref_${ULID}`, subjectId: `ven_${ULID}`, 'ApprovalPerson.id': `acc_${ULID}`,
  'ApprovalPerson.name': 'Ada Lindgren', 'ApprovalPerson.email': 'ada@stoa.example', requestedAt: THEN, decidedAt: null, decidedBy: null, note: '', performedAt: null, isOwn: false, mayDecide: true,
  'Approval.reason': 'The parcel was lost and the store is closed', 'WholeApproval.reason': 'The parcel was lost and the store is closed',
  'PlatformPerson.name': 'Ada Lindgren', 'PlatformPerson.email': 'ada@stoa.example', isSelf: false, sessions: 2,
  takeBps: 1000, refundedMinor: 14_400, asOf: THEN, approvals: 2, moderation: 4, alarms: 0, exceptions: 1, dueSoon: 1, 'Overview.from': THEN, 'Overview.refunds': 3, 'OverviewBefore.refunds': 2, 'Overview.disputedMinor': 4800, 'OverviewBefore.disputedMinor': 0, 'OverviewDisputes.open': 2, 'OverviewPayouts.pending': 1,
  behind: 0, canaries: 1, provisioning: 0, ranAt: THEN, isLate: false, isBehind: false, 'Overview.disputes': 1, 'OverviewBefore.disputes': 1, 'VendorVersions.id': `ven_${ULID}`,
  debitsPendingMinor: 0, creditsPendingMinor: 0, pendingId: null,
  // the audit log
  'AuditEvent.position': 4711, 'AuditEvent.id': `aud_${ULID}`, 'AuditActor.id': `acc_${ULID}`, 'AuditActor.role': 'platform_moderator', 'AuditActor.name': 'Ada Lindgren', 'AuditActor.email': 'ada@stoa.example',
  'AuditEvent.action': 'vendor.suspend', requestId: `req_${ULID}`, 'AuditEvent.name': 'Kiln & Clay',
  // journals
  'JournalCheck.id': `jck_${ULID}`, startedBy: `acc_${ULID}`, startedAt: THEN, finishedAt: THEN, blocks: 12, checkedBlocks: 12, checkedRows: 11_840, block: 12,
  sealedBlocks: 12, sealedRows: 11_840, sealedAt: THEN, unsealedRows: 3, unsealedSince: THEN,
  // commissions
  'CommissionRule.name': 'Default', 'NotedCommissionRule.name': 'Default', 'ConsideredCommissionRule.name': 'Default', 'CommissionSimulation.name': 'Default', planId: null, categoryPath: null, priority: 0, startsAt: THEN,
  endsAt: null, 'CommissionRule.status': 'in_force', isBuiltIn: false, 'NotedCommissionRule.reason': 'Agreed with the category team', createdBy: `acc_${ULID}`, verdict: 'wins', component: 'sales', heldBy: null, month: '2026-11',
  done: 120, isDone: true, 'CommissionSimulation.total': 120, 'CommissionSimulation.from': THEN, 'CommissionSimulation.to': THEN, savedAt: null, changedOrders: 12, goodsMinor: 480_000, thenMinor: 57_600, nowMinor: 48_000,
  'CommissionSimulation.kind': 'change', 'VendorCommission.orders': 12,
  // trust: moderation, reviews, health, buyers, categories
  severity: 3, reportCount: 2, findings: [], closedAt: null, field: '/title', match: 'replica', effect: 'hold', rule: 'No counterfeits', evidence: 'The maker confirmed it.',
  fix: 'Sell originals only.', byName: 'Ada Lindgren', dueAt: THEN, label: 'replica', rechecked: 4, isUpheld: true, isLookedAt: false, canAppeal: true, isOverdue: false,
  hasChangedSince: false, isMine: false, appealedBy: 'Maren Holloway', stars: 5, storeStars: 5, authorName: 'Ada B.', variantTitle: 'Speckled stoneware mug – Moss', isEdited: false,
  editableUntil: THEN, isEditable: true, productTitle: 'Speckled stoneware mug', boughtAt: THEN, hiddenReason: null, unanswered: 3, storeRatingBps: 46_000,
  page: 1, hasMore: false, isRetired: false, formerIds: [], formerSlugs: [], unit: '', choices: ['Stoneware', 'Porcelain'], isRequired: true, isFilterable: true, score: 87, grade: 'good',
  'VendorHealth.component': 'late', sample: 120, sampleMin: 10, good: 400, critical: 1000, weight: 25, cancelled: 2, shipped: 110, disputed: 0, rated: 40, measuredAt: THEN, day: '2026-11-21', isPinned: true,
  isSent: true, disabledAt: null, lastOrderAt: THEN, disputes: 0, written: 6, reported: 1, hidden: 0, all: 48, reports: 3, appeals: 1, held: 2, reporterName: 'Ada Byron', distribution: [{ stars: 5, count: 12 }],
  'VendorHealth.change': 3, 'VendorHealth.value': 180, 'VendorHealth.orders': 120, 'CategoryAttribute.name': 'Material', 'CategoryAttribute.type': 'choice', 'CategoryNode.attributes': [],
  'CategoryTerms.attributes': [{ name: 'Material', type: 'choice', unit: '', choices: ['Stoneware', 'Porcelain'], isRequired: true, isFilterable: true }],
  'ModerationItem.id': `mit_${ULID}`, 'ModerationItem.kind': 'report', 'ModerationItem.state': 'shown', 'ModerationItem.text': '', 'ModerationItem.slug': 'speckled-stoneware-mug', 'ModerationItem.closedAt': null, 'ModerationItem.openedAt': THEN, openedAt: THEN, 'ModerationItem.stars': null, 'ModerationQuestion.kind': 'report', 'ModerationQuestion.state': 'shown',
  'ModerationQuestion.text': 'The mark is wrong.', 'ModerationQuestion.stars': null, 'ModerationQuestion.reason': 'counterfeit', 'ModerationQuestion.status': 'open', 'ModerationQuestion.id': `mit_${ULID}`, 'ModerationDecision.id': `mdc_${ULID}`,
  'ModerationDecision.action': 'take_down', 'ModerationQuestion.action': 'take_down', 'AppealCase.action': 'take_down', 'AdminReviews.action': 'hide', 'Appeal.text': 'These are our own mugs; the mark is on the base.', 'Appeal.note': '', 'AppealCase.note': '',
  'AppealCase.text': 'These are our own mugs; the mark is on the base.', 'AppealCase.kind': 'listing', 'AppealCase.id': `apl_${ULID}`, 'Appeal.id': `apl_${ULID}`, 'Appeal.status': 'waiting', 'AppealCase.status': 'waiting', 'AdminReviews.status': 'published',
  'BulkVerdictOutcome.refusal': null, 'ModerationRule.kind': 'word', 'ModerationRule.value': 'replica', 'ModerationRule.note': 'Sell originals only.', 'AddedRule.kind': 'word', 'AddedRule.value': 'replica', 'AddedRule.note': 'Sell originals only.',
  'Report.id': `rpt_${ULID}`, 'Report.reason': 'counterfeit', 'ListingStanding.state': 'shown', 'Finding.kind': 'word', 'Finding.note': 'Sell originals only.',
  'OwnReview.title': 'My morning mug', 'OwnReview.text': 'Sits well in the hand.', 'MyReviews.title': 'Speckled stoneware mug', 'MyReviews.text': 'Sits well in the hand.', 'MyReviews.decision': null, 'MyReviews.reply': null,
  'ListingReviews.title': 'My morning mug', 'ListingReviews.text': 'Sits well in the hand.', 'ListingReviews.id': `rev_${ULID}`, 'ListingReviews.reply': null, 'StoreReviews.title': 'My morning mug', 'StoreReviews.text': 'Sits well in the hand.',
  'StoreReviews.reply': null, 'StoreReviews.id': `rev_${ULID}`, 'AdminReviews.id': `rev_${ULID}`, 'JudgedReview.id': `rev_${ULID}`, 'AdminReviews.title': 'My morning mug', 'AdminReviews.text': 'Sits well in the hand.', 'AdminReviews.reply': null, 'JudgedReview.title': 'My morning mug',
  'JudgedReview.text': 'Sits well in the hand.', 'JudgedReview.reply': null, 'ReviewReply.text': 'Thank you, Ada.', 'InternalNote.text': 'Moves to a new workshop in March.', 'InternalNote.name': 'Ada Lindgren', 'FoundBuyer.name': 'Ada Byron', 'FoundBuyer.orders': 4,
  'BuyerCase.name': 'Ada Byron', 'BuyerCase.id': `acc_${ULID}`, 'BuyerCase.status': 'delivered', 'BuyerCase.reason': null, 'BuyerCase.action': 'account.disable', 'BuyerCase.orders': [], 'BuyerCase.totals': [], 'BuyerCase.role': 'vendor_owner',
  // plans and settings of the marketplace
  planKey: 'pro', planName: 'Pro', wantedPlanKey: null, graceEndsAt: null, dueNowMinor: 2900, creditMinor: 0, perPeriodMinor: 2900, isUpgrade: true, commissionPlanKey: 'pro',
  'VendorPlan.key': 'pro', 'VendorPlan.name': 'Pro', 'VendorPlan.summary': 'For shops that sell every day.', 'Plan.key': 'pro', 'Plan.name': 'Pro', 'Plan.summary': 'For shops that sell every day.', 'Plans.key': 'pro', 'Plans.name': 'Pro', 'Plans.summary': 'For shops that sell every day.',
  'VendorPlan.rank': 10, 'VendorPlan.isOffered': true, 'VendorPlan.limits': { products: 5000, customDomains: 3, teamMembers: 15 }, 'Plan.rank': 10, 'Plan.isOffered': true, 'Plan.limits': { products: 5000, customDomains: 3, teamMembers: 15 }, 'Plans.rank': 10, 'Plans.isOffered': true, 'Plans.limits': { products: 5000, customDomains: 3, teamMembers: 15 },
  'VendorPlan.features': ['own_domain', 'bulk_import'], 'VendorPlan.prices': [{ currency: 'USD', interval: 'month', amountMinor: 2900 }], 'Plan.features': ['own_domain', 'bulk_import'], 'Plan.prices': [{ currency: 'USD', interval: 'month', amountMinor: 2900 }], 'Plans.features': ['own_domain', 'bulk_import'], 'Plans.prices': [{ currency: 'USD', interval: 'month', amountMinor: 2900 }],
  'VendorPlan.status': 'active', 'VendorPlan.amountMinor': 2900, 'VendorPlan.interval': 'month', 'VendorPlan.periodEndsAt': THEN, 'VendorPlan.endsAt': null, 'VendorPlan.card': { brand: 'visa', last4: '4242' },
  'VendorPlan.use': { products: 48, customDomains: 1, teamMembers: 3 }, 'VendorPlan.invoices': [{ id: `pin_${ULID}`, number: 'KILN-0001', planKey: 'pro', status: 'paid', amountMinor: 2900, currency: 'USD', periodStartsAt: THEN, periodEndsAt: THEN, pageUrl: null, createdAt: THEN, paidAt: THEN }],
  'PlanPayment.amountMinor': 2900, 'Plan.vendors': 12, 'Plans.vendors': 12, 'Plans.monthly': [{ currency: 'USD', amountMinor: 34_800 }], 'Plans.status': 'active', 'Plans.amountMinor': 2900,
  'Plans.interval': 'month', 'Plans.periodEndsAt': THEN, 'Plans.endsAt': null, 'PlatformSetting.key': 'planGraceDays', 'PlatformSetting.group': 'plans', 'PlatformSetting.value': 7, initial: 7, isChanged: false,
  changedBy: `acc_${ULID}`, changedAt: THEN, 'PlatformSetting.reason': 'Longer grace in December', 'SettingVersion.value': 7, 'SettingVersion.isDefault': false, 'SettingVersion.reason': 'Longer grace in December',
  kinds: [{ type: 'mail.requested', count: 3 }], left: 0, resolvedAt: null, resolvedBy: null, resolution: null,
  // statements, invoices, reconciliation, reports
  'SettlementStatement.kind': 'closed', 'ListedStatement.kind': 'closed', 'SettlementStatement.id': `sst_${ULID}`, 'ListedStatement.id': `sst_${ULID}`, 'SettlementStatement.number': 4, 'ListedStatement.number': 4,
  'SettlementStatement.period': '2026-10', 'ListedStatement.period': '2026-10', 'SettlementStatement.from': THEN, 'ListedStatement.from': THEN, 'SettlementStatement.to': THEN, 'ListedStatement.to': THEN,
  netMinor: 4290, afterPosition: 118, throughPosition: 240, figure: 'sales', inMinor: 5390, outMinor: 0, firstPosition: 121, lastPosition: 121, 'StatementFigure.transfers': 1,
  'StatementFigure.parts': [{ name: 'goods', amountMinor: 4800 }, { name: 'shipping', amountMinor: 590 }], 'StatementPart.name': 'goods', 'StatementMove.position': 121, 'StatementMove.id': `trf_${ULID}`, 'StatementMove.code': 'sale',
  'CommissionInvoice.id': `inv_${ULID}`, 'CommissionInvoice.kind': 'invoice', 'CommissionInvoice.number': '2026-000012', 'CommissionInvoice.period': '2026-10', statementId: `sst_${ULID}`, 'InvoiceLine.taxRateBps': 0,
  'InvoiceLine.netMinor': 480, 'CommissionInvoice.netMinor': 480, 'CommissionInvoice.totalMinor': 480, isReverseCharge: false, 'InvoiceParty.name': 'Stoa', 'InvoiceParty.lines': ['1 Painted Porch', 'US'], registration: '', refersTo: [], issuedAt: THEN,
  quarter: 4, 'TaxQuarter.grossMinor': 5390, feesMinor: 480, paidOutMinor: 4290, transactions: 1, stage: 'done', 'Reconciliation.id': `rcn_${ULID}`, 'Reconciliation.status': 'done', 'Reconciliation.from': THEN, 'Reconciliation.to': THEN,
  ledgerPosition: 240, steps: 6, rowsRead: 120, rowsNew: 40, ledgerRows: 80, found: 1, cleared: 0, 'Reconciliation.requestedBy': 'schedule', ledgerMinor: 0, isDrifting: false, oldestAt: THEN,
  'ReconciliationException.id': `rcx_${ULID}`, subject: 'charge/pi_3Q…', 'ReconciliationException.reason': 'unknown_source', 'ReconciliationStanding.reason': 'unknown_source', flow: 'charge', matchKey: 'pi_3Q…', transactionId: 'txn_3Q…', 'ReconciliationException.causeId': null,
  providerMinor: 4800, 'ReconciliationException.differenceMinor': 4800, ageDays: 2, happenedAt: THEN, firstSeenAt: THEN, endedAt: null, 'ReconciliationException.status': 'open', 'ReconciliationException.note': '',
  'ExceptionResolution.note': 'A test payment of the accountant, given back the same day.', 'MoneyReportRow.key': '2026-10/ven_…/USD', 'TaxReportRow.key': '2026-10/US/CA/00725/USD', 'MoneyReportRow.period': '2026-10', 'TaxReportRow.period': '2026-10',
  grossMinor: 539_000, returnedMinor: 0, 'TaxReportRow.region': 'CA',
  // everywhere
  currency: 'USD',
  nextCursor: null, createdAt: THEN, updatedAt: THEN, publishedAt: THEN, orderGroupId: `grp_${ULID}`, productId: `prd_${ULID}`, variantId: `var_${ULID}`, vendorId: `ven_${ULID}`,
} // biome-ignore format: a table reads best as a table
