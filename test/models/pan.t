#ifdef PEG
struct T_SRC {
	char *fl; int ln;
} T_SRC[NTRANS];

void
tr_2_src(int m, char *file, int ln)
{	T_SRC[m].fl = file;
	T_SRC[m].ln = ln;
}

void
putpeg(int n, int m)
{	printf("%5d	trans %4d ", m, n);
	printf("%s:%d\n",
		T_SRC[n].fl, T_SRC[n].ln);
}
#endif

void
settable(void)
{	Trans *T;
	Trans *settr(int, int, int, int, int, char *, int, int, int);

	trans = (Trans ***) emalloc(3*sizeof(Trans **));

	/* proctype 1: :init: */

	trans[1] = (Trans **) emalloc(12*sizeof(Trans *));

	T = trans[ 1][10] = settr(1779,2,0,0,0,"ATOMIC", 0, 2, 0);
	T->nxt	= settr(1779,2,1,0,0,"ATOMIC", 0, 2, 0);
	trans[1][1]	= settr(1770,2,7,3,3,"n = 0", 0, 2, 0);
	trans[1][8]	= settr(1777,2,7,1,0,".(goto)", 0, 2, 0);
	T = trans[1][7] = settr(1776,2,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(1776,2,2,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(1776,2,5,0,0,"DO", 0, 2, 0);
	trans[1][2]	= settr(1771,2,3,4,0,"((n<=2))", 0, 2, 0);
	trans[1][3]	= settr(1772,2,4,5,5,"(run Contender(n))", 0, 2, 0);
	trans[1][4]	= settr(1773,2,7,6,6,"n = (n+1)", 0, 2, 0);
	trans[1][5]	= settr(1774,2,6,2,0,"else", 0, 2, 0);
	trans[1][6]	= settr(1775,2,9,1,0,"goto :b51", 0, 2, 0);
	trans[1][9]	= settr(1778,0,11,1,0,"break", 0, 2, 0);
	trans[1][11]	= settr(1780,0,0,7,7,"-end-", 0, 3500, 0);

	/* proctype 0: Contender */

	trans[0] = (Trans **) emalloc(1771*sizeof(Trans *));

	T = trans[0][11] = settr(10,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(10,0,6,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(10,0,10,0,0,"IF", 0, 2, 0);
	T = trans[ 0][6] = settr(5,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(5,2,1,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1]	= settr(0,2,5,8,0,"(((p!=2)||(gone==2)))", 1, 2, 0);
/*->*/	trans[0][5]	= settr(4,36,71,9,9,"D_STEP123", 1, 2, 0);
	trans[0][12]	= settr(11,0,71,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][10] = settr(9,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(9,2,7,0,0,"ATOMIC", 1, 2, 0);
	trans[0][7]	= settr(6,4,1768,10,10,"((p!=2))", 1, 2, 0); /* m: 8 -> 1768,0 */
	reached0[8] = 1;
	trans[0][8]	= settr(0,0,0,0,0,"gone = (gone+1)",0,0,0);
	trans[0][9]	= settr(8,0,1768,1,0,"goto ended", 1, 2, 0);
	T = trans[0][71] = settr(70,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(70,0,34,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(70,0,70,0,0,"IF", 0, 2, 0);
	T = trans[ 0][34] = settr(33,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(33,2,13,0,0,"ATOMIC", 1, 2, 0);
	trans[0][13]	= settr(12,2,33,1,0,"(1)", 1, 2, 0);
/*->*/	trans[0][33]	= settr(32,36,121,11,11,"D_STEP129", 1, 2, 0);
	trans[0][72]	= settr(71,0,121,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][70] = settr(69,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(69,2,35,0,0,"ATOMIC", 1, 2, 0);
	trans[0][35]	= settr(34,2,68,12,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][68]	= settr(67,34,69,13,13,"D_STEP129", 1, 2, 0);
	trans[0][69]	= settr(68,0,1767,1,0,"goto killed", 1, 2, 0);
	T = trans[0][121] = settr(120,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(120,0,73,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(120,0,74,0,0,"IF", 0, 2, 0);
	trans[0][73]	= settr(72,0,247,14,0,"((memory[p].found==0))", 1, 2, 0);
	trans[0][122]	= settr(121,0,247,1,0,".(goto)", 0, 2, 0);
	trans[0][74]	= settr(73,0,119,15,0,"((memory[p].found!=0))", 1, 2, 0);
	T = trans[0][119] = settr(118,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(118,0,82,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(118,0,118,0,0,"IF", 0, 2, 0);
	T = trans[ 0][82] = settr(81,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(81,2,75,0,0,"ATOMIC", 1, 2, 0);
	trans[0][75]	= settr(74,2,80,1,0,"(1)", 1, 2, 0);
	T = trans[0][80] = settr(79,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(79,2,76,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(79,2,77,0,0,"IF", 1, 2, 0);
	trans[0][76]	= settr(75,0,247,16,16,"((dead&(1<<memory[p].found)))", 1, 2, 0); /* m: 81 -> 247,0 */
	reached0[81] = 1;
	trans[0][81]	= settr(80,0,247,1,0,".(goto)", 1, 2, 0);
	trans[0][77]	= settr(76,2,78,2,0,"else", 1, 2, 0);
	trans[0][78]	= settr(77,4,1742,17,17,"turnedAway = (turnedAway||!((sawChange&(1<<p))))", 1, 2, 0); /* m: 79 -> 0,1742 */
	reached0[79] = 1;
	trans[0][79]	= settr(78,0,1742,1,0,"goto refused", 1, 2, 0);
	trans[0][120]	= settr(119,0,247,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][118] = settr(117,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(117,2,83,0,0,"ATOMIC", 1, 2, 0);
	trans[0][83]	= settr(82,2,116,18,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][116]	= settr(115,34,117,19,19,"D_STEP133", 1, 2, 0);
	trans[0][117]	= settr(116,0,1767,1,0,"goto killed", 1, 2, 0);
	T = trans[0][247] = settr(246,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(246,0,210,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(246,0,246,0,0,"IF", 0, 2, 0);
	T = trans[ 0][210] = settr(209,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(209,2,123,0,0,"ATOMIC", 1, 2, 0);
	trans[0][123]	= settr(122,2,203,1,0,"(1)", 1, 2, 0);
/*->*/	trans[0][203]	= settr(202,34,208,20,20,"D_STEP136", 1, 2, 0);
	T = trans[0][208] = settr(207,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(207,2,204,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(207,2,206,0,0,"IF", 1, 2, 0);
	trans[0][204]	= settr(203,4,1764,21,21,"((memory[p].mine==0))", 1, 2, 0); /* m: 205 -> 1764,0 */
	reached0[205] = 1;
	trans[0][205]	= settr(204,0,1764,1,0,"goto refusedForLackOfNonces", 1, 2, 0);
	trans[0][209]	= settr(208,0,300,22,22,".(goto)", 1, 2, 0);
	trans[0][206]	= settr(205,2,207,2,0,"else", 1, 2, 0);
	trans[0][207]	= settr(206,0,300,23,23,"stakes = (stakes|(1<<memory[p].mine))", 1, 2, 0); /* m: 209 -> 0,300 */
	reached0[209] = 1;
	trans[0][248]	= settr(247,0,300,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][246] = settr(245,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(245,2,211,0,0,"ATOMIC", 1, 2, 0);
	trans[0][211]	= settr(210,2,244,24,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][244]	= settr(243,34,245,25,25,"D_STEP136", 1, 2, 0);
	trans[0][245]	= settr(244,0,1767,1,0,"goto killed", 1, 2, 0);
	T = trans[0][300] = settr(299,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(299,0,249,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(299,0,299,0,0,"IF", 0, 2, 0);
	trans[0][249]	= settr(248,0,296,26,0,"((memory[p].found==0))", 1, 2, 0);
	T = trans[0][296] = settr(295,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(295,0,259,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(295,0,295,0,0,"IF", 0, 2, 0);
	T = trans[ 0][259] = settr(258,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(258,2,250,0,0,"ATOMIC", 1, 2, 0);
	trans[0][250]	= settr(249,2,257,1,0,"(1)", 1, 2, 0);
	T = trans[0][257] = settr(256,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(256,2,251,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(256,2,253,0,0,"IF", 1, 2, 0);
	trans[0][251]	= settr(250,4,1698,27,27,"((!((stakes&(1<<memory[p].mine)))||(lock!=0)))", 1, 2, 0); /* m: 252 -> 1698,0 */
	reached0[252] = 1;
	trans[0][252]	= settr(251,0,1698,1,0,"goto lost", 1, 2, 0);
	trans[0][258]	= settr(257,0,823,28,28,".(goto)", 1, 2, 0);
	trans[0][253]	= settr(252,2,254,2,0,"else", 1, 2, 0);
	trans[0][254]	= settr(253,0,823,29,29,"lock = memory[p].mine", 1, 2, 0); /* m: 255 -> 0,823 */
	reached0[255] = 1;
	trans[0][255]	= settr(0,0,0,0,0,"assert((owners==0))",0,0,0);
	trans[0][256]	= settr(0,0,0,0,0,"owners = (owners|(1<<p))",0,0,0);
	trans[0][297]	= settr(296,0,823,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][295] = settr(294,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(294,2,260,0,0,"ATOMIC", 1, 2, 0);
	trans[0][260]	= settr(259,2,293,30,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][293]	= settr(292,34,294,31,31,"D_STEP142", 1, 2, 0);
	trans[0][294]	= settr(293,0,1767,1,0,"goto killed", 1, 2, 0);
	trans[0][298]	= settr(297,0,823,1,0,"goto won", 0, 2, 0);
	trans[0][301]	= settr(300,0,302,1,0,".(goto)", 0, 2, 0);
	trans[0][299]	= settr(298,0,302,2,0,"else", 0, 2, 0);
	trans[0][302]	= settr(301,0,349,32,32,"memory[p].content = memory[p].found", 1, 2, 0);
	T = trans[0][349] = settr(348,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(348,0,312,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(348,0,348,0,0,"IF", 0, 2, 0);
	T = trans[ 0][312] = settr(311,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(311,2,303,0,0,"ATOMIC", 1, 2, 0);
	trans[0][303]	= settr(302,2,310,1,0,"(1)", 1, 2, 0);
	T = trans[0][310] = settr(309,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(309,2,304,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(309,2,306,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(309,2,309,0,0,"IF", 1, 2, 0);
	trans[0][304]	= settr(303,4,1698,33,33,"(!((stakes&(1<<memory[p].mine))))", 1, 2, 0); /* m: 305 -> 1698,0 */
	reached0[305] = 1;
	trans[0][305]	= settr(304,0,1698,1,0,"goto lost", 1, 2, 0);
	trans[0][311]	= settr(310,0,395,1,0,".(goto)", 1, 2, 0);
	trans[0][306]	= settr(305,4,635,34,34,"(((stakes&(1<<memory[p].mine))&&(guard[memory[p].content]==0)))", 1, 2, 0); /* m: 307 -> 635,0 */
	reached0[307] = 1;
	trans[0][307]	= settr(0,0,0,0,0,"guard[memory[p].content] = memory[p].mine",0,0,0);
	trans[0][308]	= settr(307,0,635,1,0,"goto guarded", 1, 2, 0);
	trans[0][309]	= settr(308,2,311,2,0,"else", 1, 2, 0);
	trans[0][350]	= settr(349,0,395,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][348] = settr(347,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(347,2,313,0,0,"ATOMIC", 1, 2, 0);
	trans[0][313]	= settr(312,2,346,35,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][346]	= settr(345,34,347,36,36,"D_STEP155", 1, 2, 0);
	trans[0][347]	= settr(346,0,1767,1,0,"goto killed", 1, 2, 0);
	T = trans[0][395] = settr(394,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(394,0,358,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(394,0,394,0,0,"IF", 0, 2, 0);
	T = trans[ 0][358] = settr(357,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(357,2,351,0,0,"ATOMIC", 1, 2, 0);
	trans[0][351]	= settr(350,2,356,37,37,"(1)", 1, 2, 0); /* m: 352 -> 356,0 */
	reached0[352] = 1;
	trans[0][352]	= settr(0,0,0,0,0,"memory[p].holder = guard[memory[p].content]",0,0,0);
	T = trans[0][356] = settr(355,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(355,2,353,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(355,2,355,0,0,"IF", 1, 2, 0);
	trans[0][353]	= settr(352,4,1698,38,38,"((memory[p].holder==0))", 1, 2, 0); /* m: 354 -> 1698,0 */
	reached0[354] = 1;
	trans[0][354]	= settr(353,0,1698,1,0,"goto lost", 1, 2, 0);
	trans[0][357]	= settr(356,0,441,1,0,".(goto)", 1, 2, 0);
	trans[0][355]	= settr(354,2,357,2,0,"else", 1, 2, 0);
	trans[0][396]	= settr(395,0,441,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][394] = settr(393,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(393,2,359,0,0,"ATOMIC", 1, 2, 0);
	trans[0][359]	= settr(358,2,392,39,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][392]	= settr(391,34,393,40,40,"D_STEP162", 1, 2, 0);
	trans[0][393]	= settr(392,0,1767,1,0,"goto killed", 1, 2, 0);
	T = trans[0][441] = settr(440,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(440,0,404,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(440,0,440,0,0,"IF", 0, 2, 0);
	T = trans[ 0][404] = settr(403,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(403,2,397,0,0,"ATOMIC", 1, 2, 0);
	trans[0][397]	= settr(396,2,402,1,0,"(1)", 1, 2, 0);
	T = trans[0][402] = settr(401,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(401,2,398,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(401,2,399,0,0,"IF", 1, 2, 0);
	trans[0][398]	= settr(397,0,447,41,41,"((dead&(1<<memory[p].holder)))", 1, 2, 0); /* m: 403 -> 447,0 */
	reached0[403] = 1;
	trans[0][403]	= settr(402,0,447,1,0,".(goto)", 1, 2, 0);
	trans[0][399]	= settr(398,2,400,2,0,"else", 1, 2, 0);
	trans[0][400]	= settr(399,4,1740,42,42,"turnedAway = (turnedAway||!((sawChange&(1<<p))))", 1, 2, 0); /* m: 401 -> 0,1740 */
	reached0[401] = 1;
	trans[0][401]	= settr(400,0,1740,1,0,"goto refusedAtGuard", 1, 2, 0);
	trans[0][442]	= settr(441,0,447,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][440] = settr(439,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(439,2,405,0,0,"ATOMIC", 1, 2, 0);
	trans[0][405]	= settr(404,2,438,43,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][438]	= settr(437,34,439,44,44,"D_STEP163", 1, 2, 0);
	trans[0][439]	= settr(438,0,1767,1,0,"goto killed", 1, 2, 0);
/*->*/	trans[0][447]	= settr(446,32,349,45,45,"D_STEP164", 1, 2, 0);
	trans[0][448]	= settr(447,0,349,1,0,"goto guarding", 0, 2, 0);
	T = trans[0][635] = settr(634,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(634,0,449,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(634,0,634,0,0,"IF", 0, 2, 0);
	trans[0][449]	= settr(448,0,450,46,0,"((memory[p].content!=memory[p].found))", 1, 2, 0);
	trans[0][450]	= settr(449,0,451,47,47,"memory[p].holder = memory[p].content", 1, 2, 0);
	trans[0][451]	= settr(450,0,495,48,48,"memory[p].content = memory[p].above[memory[p].holder]", 1, 2, 0);
	T = trans[0][495] = settr(494,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(494,0,458,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(494,0,494,0,0,"IF", 0, 2, 0);
	T = trans[ 0][458] = settr(457,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(457,2,452,0,0,"ATOMIC", 1, 2, 0);
	trans[0][452]	= settr(451,2,456,1,0,"(1)", 1, 2, 0);
	T = trans[0][456] = settr(455,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(455,2,453,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(455,2,455,0,0,"IF", 1, 2, 0);
	trans[0][453]	= settr(452,4,1615,49,49,"((guard[memory[p].content]!=memory[p].holder))", 1, 2, 0); /* m: 454 -> 1615,0 */
	reached0[454] = 1;
	trans[0][454]	= settr(453,0,1615,1,0,"goto lostInner", 1, 2, 0);
	trans[0][457]	= settr(456,0,541,1,0,".(goto)", 1, 2, 0);
	trans[0][455]	= settr(454,2,457,2,0,"else", 1, 2, 0);
	trans[0][496]	= settr(495,0,541,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][494] = settr(493,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(493,2,459,0,0,"ATOMIC", 1, 2, 0);
	trans[0][459]	= settr(458,2,492,50,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][492]	= settr(491,34,493,51,51,"D_STEP174", 1, 2, 0);
	trans[0][493]	= settr(492,0,1767,1,0,"goto killed", 1, 2, 0);
	T = trans[0][541] = settr(540,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(540,0,504,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(540,0,540,0,0,"IF", 0, 2, 0);
	T = trans[ 0][504] = settr(503,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(503,2,497,0,0,"ATOMIC", 1, 2, 0);
	trans[0][497]	= settr(496,2,502,1,0,"(1)", 1, 2, 0);
	T = trans[0][502] = settr(501,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(501,2,498,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(501,2,500,0,0,"IF", 1, 2, 0);
	trans[0][498]	= settr(497,4,1615,52,52,"(!((stakes&(1<<memory[p].mine))))", 1, 2, 0); /* m: 499 -> 1615,0 */
	reached0[499] = 1;
	trans[0][499]	= settr(498,0,1615,1,0,"goto lostInner", 1, 2, 0);
	trans[0][503]	= settr(502,0,588,53,53,".(goto)", 1, 2, 0);
	trans[0][500]	= settr(499,2,501,2,0,"else", 1, 2, 0);
	trans[0][501]	= settr(500,0,588,54,54,"copies = (copies|(1<<memory[p].mine))", 1, 2, 0); /* m: 503 -> 0,588 */
	reached0[503] = 1;
	trans[0][542]	= settr(541,0,588,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][540] = settr(539,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(539,2,505,0,0,"ATOMIC", 1, 2, 0);
	trans[0][505]	= settr(504,2,538,55,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][538]	= settr(537,34,539,56,56,"D_STEP175", 1, 2, 0);
	trans[0][539]	= settr(538,0,1767,1,0,"goto killed", 1, 2, 0);
	T = trans[0][588] = settr(587,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(587,0,551,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(587,0,587,0,0,"IF", 0, 2, 0);
	T = trans[ 0][551] = settr(550,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(550,2,543,0,0,"ATOMIC", 1, 2, 0);
	trans[0][543]	= settr(542,2,549,1,0,"(1)", 1, 2, 0);
	T = trans[0][549] = settr(548,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(548,2,544,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(548,2,546,0,0,"IF", 1, 2, 0);
	trans[0][544]	= settr(543,4,1615,57,57,"(!((copies&(1<<memory[p].mine))))", 1, 2, 0); /* m: 545 -> 1615,0 */
	reached0[545] = 1;
	trans[0][545]	= settr(544,0,1615,1,0,"goto lostInner", 1, 2, 0);
	trans[0][550]	= settr(549,0,631,58,58,".(goto)", 1, 2, 0);
	trans[0][546]	= settr(545,2,547,2,0,"else", 1, 2, 0);
	trans[0][547]	= settr(546,0,631,59,59,"copies = (copies&~((1<<memory[p].mine)))", 1, 2, 0); /* m: 548 -> 0,631 */
	reached0[548] = 1;
	trans[0][548]	= settr(0,0,0,0,0,"guard[memory[p].content] = memory[p].mine",0,0,0);
	trans[0][589]	= settr(588,0,631,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][587] = settr(586,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(586,2,552,0,0,"ATOMIC", 1, 2, 0);
	trans[0][552]	= settr(551,2,585,60,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][585]	= settr(584,34,586,61,61,"D_STEP176", 1, 2, 0);
	trans[0][586]	= settr(585,0,1767,1,0,"goto killed", 1, 2, 0);
	T = trans[0][631] = settr(630,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(630,0,594,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(630,0,630,0,0,"IF", 0, 2, 0);
	T = trans[ 0][594] = settr(593,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(593,2,590,0,0,"ATOMIC", 1, 2, 0);
	trans[0][590]	= settr(589,0,635,62,62,"(1)", 1, 2, 0); /* m: 591 -> 635,0 */
	reached0[591] = 1;
	trans[0][591]	= settr(0,0,0,0,0,"guard[memory[p].holder] = 0",0,0,0);
	trans[0][592]	= settr(0,0,0,0,0,"memory[p].above[memory[p].holder] = 0",0,0,0);
	trans[0][593]	= settr(0,0,0,0,0,"memory[p].holder = 0",0,0,0);
	trans[0][632]	= settr(631,0,635,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][630] = settr(629,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(629,2,595,0,0,"ATOMIC", 1, 2, 0);
	trans[0][595]	= settr(594,2,628,63,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][628]	= settr(627,34,629,64,64,"D_STEP182", 1, 2, 0);
	trans[0][629]	= settr(628,0,1767,1,0,"goto killed", 1, 2, 0);
	trans[0][633]	= settr(632,0,635,1,0,"goto guarded", 0, 2, 0);
	trans[0][636]	= settr(635,0,680,1,0,".(goto)", 0, 2, 0);
	trans[0][634]	= settr(633,0,680,2,0,"else", 0, 2, 0);
	T = trans[0][680] = settr(679,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(679,0,643,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(679,0,679,0,0,"IF", 0, 2, 0);
	T = trans[ 0][643] = settr(642,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(642,2,637,0,0,"ATOMIC", 1, 2, 0);
	trans[0][637]	= settr(636,2,641,1,0,"(1)", 1, 2, 0);
	T = trans[0][641] = settr(640,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(640,2,638,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(640,2,640,0,0,"IF", 1, 2, 0);
	trans[0][638]	= settr(637,4,1657,65,65,"((lock!=memory[p].found))", 1, 2, 0); /* m: 639 -> 1657,0 */
	reached0[639] = 1;
	trans[0][639]	= settr(638,0,1657,1,0,"goto lostGuard", 1, 2, 0);
	trans[0][642]	= settr(641,0,726,1,0,".(goto)", 1, 2, 0);
	trans[0][640]	= settr(639,2,642,2,0,"else", 1, 2, 0);
	trans[0][681]	= settr(680,0,726,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][679] = settr(678,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(678,2,644,0,0,"ATOMIC", 1, 2, 0);
	trans[0][644]	= settr(643,2,677,66,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][677]	= settr(676,34,678,67,67,"D_STEP187", 1, 2, 0);
	trans[0][678]	= settr(677,0,1767,1,0,"goto killed", 1, 2, 0);
	T = trans[0][726] = settr(725,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(725,0,689,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(725,0,725,0,0,"IF", 0, 2, 0);
	T = trans[ 0][689] = settr(688,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(688,2,682,0,0,"ATOMIC", 1, 2, 0);
	trans[0][682]	= settr(681,2,687,1,0,"(1)", 1, 2, 0);
	T = trans[0][687] = settr(686,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(686,2,683,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(686,2,685,0,0,"IF", 1, 2, 0);
	trans[0][683]	= settr(682,4,1657,68,68,"(!((stakes&(1<<memory[p].mine))))", 1, 2, 0); /* m: 684 -> 1657,0 */
	reached0[684] = 1;
	trans[0][684]	= settr(683,0,1657,1,0,"goto lostGuard", 1, 2, 0);
	trans[0][688]	= settr(687,0,775,69,69,".(goto)", 1, 2, 0);
	trans[0][685]	= settr(684,2,686,2,0,"else", 1, 2, 0);
	trans[0][686]	= settr(685,0,775,70,70,"copies = (copies|(1<<memory[p].mine))", 1, 2, 0); /* m: 688 -> 0,775 */
	reached0[688] = 1;
	trans[0][727]	= settr(726,0,775,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][725] = settr(724,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(724,2,690,0,0,"ATOMIC", 1, 2, 0);
	trans[0][690]	= settr(689,2,723,71,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][723]	= settr(722,34,724,72,72,"D_STEP188", 1, 2, 0);
	trans[0][724]	= settr(723,0,1767,1,0,"goto killed", 1, 2, 0);
	T = trans[0][775] = settr(774,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(774,0,738,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(774,0,774,0,0,"IF", 0, 2, 0);
	T = trans[ 0][738] = settr(737,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(737,2,728,0,0,"ATOMIC", 1, 2, 0);
	trans[0][728]	= settr(727,2,736,1,0,"(1)", 1, 2, 0);
	T = trans[0][736] = settr(735,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(735,2,729,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(735,2,731,0,0,"IF", 1, 2, 0);
	trans[0][729]	= settr(728,4,1657,73,73,"(!((copies&(1<<memory[p].mine))))", 1, 2, 0); /* m: 730 -> 1657,0 */
	reached0[730] = 1;
	trans[0][730]	= settr(729,0,1657,1,0,"goto lostGuard", 1, 2, 0);
	trans[0][737]	= settr(736,0,816,74,74,".(goto)", 1, 2, 0);
	trans[0][731]	= settr(730,2,732,2,0,"else", 1, 2, 0);
	trans[0][732]	= settr(731,0,816,75,75,"copies = (copies&~((1<<memory[p].mine)))", 1, 2, 0); /* m: 733 -> 0,816 */
	reached0[733] = 1;
	trans[0][733]	= settr(0,0,0,0,0,"lock = memory[p].mine",0,0,0);
	trans[0][734]	= settr(0,0,0,0,0,"assert((owners==0))",0,0,0);
	trans[0][735]	= settr(0,0,0,0,0,"owners = (owners|(1<<p))",0,0,0);
	trans[0][776]	= settr(775,0,816,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][774] = settr(773,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(773,2,739,0,0,"ATOMIC", 1, 2, 0);
	trans[0][739]	= settr(738,2,772,76,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][772]	= settr(771,34,773,77,77,"D_STEP189", 1, 2, 0);
	trans[0][773]	= settr(772,0,1767,1,0,"goto killed", 1, 2, 0);
	T = trans[0][816] = settr(815,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(815,0,779,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(815,0,815,0,0,"IF", 0, 2, 0);
	T = trans[ 0][779] = settr(778,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(778,2,777,0,0,"ATOMIC", 1, 2, 0);
	trans[0][777]	= settr(776,0,823,78,78,"(1)", 1, 2, 0); /* m: 778 -> 823,0 */
	reached0[778] = 1;
	trans[0][778]	= settr(0,0,0,0,0,"guard[memory[p].found] = 0",0,0,0);
	trans[0][817]	= settr(816,0,823,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][815] = settr(814,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(814,2,780,0,0,"ATOMIC", 1, 2, 0);
	trans[0][780]	= settr(779,2,813,79,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][813]	= settr(812,34,814,80,80,"D_STEP197", 1, 2, 0);
	trans[0][814]	= settr(813,0,1767,1,0,"goto killed", 1, 2, 0);
	T = trans[ 0][823] = settr(822,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(822,2,820,0,0,"ATOMIC", 1, 2, 0);
	T = trans[ 0][820] = settr(819,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(819,0,818,0,0,"sub-sequence", 1, 2, 0);
	trans[0][818]	= settr(817,4,879,81,81,"turnedAway = 0", 1, 2, 0); /* m: 819 -> 0,879 */
	reached0[819] = 1;
	trans[0][819]	= settr(0,0,0,0,0,"sawChange = ((1<<(2+1))-1)",0,0,0);
	trans[0][821]	= settr(0,0,0,0,0,"memory[p].found = 0",0,0,0);
	trans[0][822]	= settr(0,0,0,0,0,"memory[p].content = 0",0,0,0);
	T = trans[0][879] = settr(878,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(878,0,842,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(878,0,878,0,0,"IF", 0, 2, 0);
	T = trans[ 0][842] = settr(841,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(841,2,824,0,0,"ATOMIC", 1, 2, 0);
	trans[0][824]	= settr(823,2,841,1,0,"(1)", 1, 2, 0);
/*->*/	trans[0][841]	= settr(840,36,1071,82,82,"D_STEP201", 1, 2, 0);
	trans[0][880]	= settr(879,0,1071,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][878] = settr(877,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(877,2,843,0,0,"ATOMIC", 1, 2, 0);
	trans[0][843]	= settr(842,2,876,83,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][876]	= settr(875,34,877,84,84,"D_STEP201", 1, 2, 0);
	trans[0][877]	= settr(876,0,1767,1,0,"goto killed", 1, 2, 0);
	T = trans[0][1071] = settr(1070,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(1070,0,881,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(1070,0,1070,0,0,"IF", 0, 2, 0);
	trans[0][881]	= settr(880,0,925,85,0,"(((memory[p].leftGuards||memory[p].leftStakes)||memory[p].leftCopies))", 1, 2, 0);
	T = trans[0][925] = settr(924,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(924,0,888,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(924,0,924,0,0,"IF", 0, 2, 0);
	T = trans[ 0][888] = settr(887,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(887,2,882,0,0,"ATOMIC", 1, 2, 0);
	trans[0][882]	= settr(881,2,886,1,0,"(1)", 1, 2, 0);
	T = trans[0][886] = settr(885,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(885,2,883,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(885,2,885,0,0,"IF", 1, 2, 0);
	trans[0][883]	= settr(882,4,1115,86,86,"((guard[memory[p].mine]!=0))", 1, 2, 0); /* m: 884 -> 1115,0 */
	reached0[884] = 1;
	trans[0][884]	= settr(883,0,1115,1,0,"goto swept", 1, 2, 0);
	trans[0][887]	= settr(886,0,970,1,0,".(goto)", 1, 2, 0);
	trans[0][885]	= settr(884,2,887,2,0,"else", 1, 2, 0);
	trans[0][926]	= settr(925,0,970,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][924] = settr(923,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(923,2,889,0,0,"ATOMIC", 1, 2, 0);
	trans[0][889]	= settr(888,2,922,87,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][922]	= settr(921,34,923,88,88,"D_STEP213", 1, 2, 0);
	trans[0][923]	= settr(922,0,1767,1,0,"goto killed", 1, 2, 0);
	T = trans[0][970] = settr(969,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(969,0,933,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(969,0,969,0,0,"IF", 0, 2, 0);
	T = trans[ 0][933] = settr(932,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(932,2,927,0,0,"ATOMIC", 1, 2, 0);
	trans[0][927]	= settr(926,2,931,1,0,"(1)", 1, 2, 0);
	T = trans[0][931] = settr(930,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(930,2,928,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(930,2,930,0,0,"IF", 1, 2, 0);
	trans[0][928]	= settr(927,4,1115,89,89,"((lock!=memory[p].mine))", 1, 2, 0); /* m: 929 -> 1115,0 */
	reached0[929] = 1;
	trans[0][929]	= settr(928,0,1115,1,0,"goto swept", 1, 2, 0);
	trans[0][932]	= settr(931,0,1067,1,0,".(goto)", 1, 2, 0);
	trans[0][930]	= settr(929,2,932,2,0,"else", 1, 2, 0);
	trans[0][971]	= settr(970,0,1067,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][969] = settr(968,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(968,2,934,0,0,"ATOMIC", 1, 2, 0);
	trans[0][934]	= settr(933,2,967,90,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][967]	= settr(966,34,968,91,91,"D_STEP214", 1, 2, 0);
	trans[0][968]	= settr(967,0,1767,1,0,"goto killed", 1, 2, 0);
	trans[0][1068]	= settr(1067,0,1067,1,0,".(goto)", 0, 2, 0);
	T = trans[0][1067] = settr(1066,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(1066,0,972,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(1066,0,1065,0,0,"DO", 0, 2, 0);
	trans[0][972]	= settr(971,0,1063,92,0,"(((memory[p].leftGuards||memory[p].leftStakes)||memory[p].leftCopies))", 1, 2, 0);
	T = trans[0][1063] = settr(1062,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(1062,0,1026,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(1062,0,1062,0,0,"IF", 0, 2, 0);
	T = trans[ 0][1026] = settr(1025,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1025,2,973,0,0,"ATOMIC", 1, 2, 0);
	trans[0][973]	= settr(972,2,1025,1,0,"(1)", 1, 2, 0);
/*->*/	trans[0][1025]	= settr(1024,36,1067,93,93,"D_STEP217", 1, 2, 0);
	trans[0][1064]	= settr(1063,0,1067,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][1062] = settr(1061,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1061,2,1027,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1027]	= settr(1026,2,1060,94,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][1060]	= settr(1059,34,1061,95,95,"D_STEP217", 1, 2, 0);
	trans[0][1061]	= settr(1060,0,1767,1,0,"goto killed", 1, 2, 0);
	trans[0][1065]	= settr(1064,0,1115,2,0,"else", 0, 2, 0);
	trans[0][1066]	= settr(1065,0,1115,1,0,"goto :b25", 0, 2, 0);
	trans[0][1069]	= settr(1068,0,1115,1,0,"break", 0, 2, 0);
	trans[0][1072]	= settr(1071,0,1115,1,0,".(goto)", 0, 2, 0);
	trans[0][1070]	= settr(1069,0,1115,2,0,"else", 0, 2, 0);
	T = trans[0][1115] = settr(1114,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(1114,0,1078,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(1114,0,1114,0,0,"IF", 0, 2, 0);
	T = trans[ 0][1078] = settr(1077,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1077,2,1073,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1073]	= settr(1072,0,1119,96,96,"(1)", 1, 2, 0); /* m: 1074 -> 1119,0 */
	reached0[1074] = 1;
	trans[0][1074]	= settr(0,0,0,0,0,"stakes = (stakes&~((1<<memory[p].mine)))",0,0,0);
	trans[0][1075]	= settr(0,0,0,0,0,"memory[p].leftGuards = 0",0,0,0);
	trans[0][1076]	= settr(0,0,0,0,0,"memory[p].leftStakes = 0",0,0,0);
	trans[0][1077]	= settr(0,0,0,0,0,"memory[p].leftCopies = 0",0,0,0);
	trans[0][1116]	= settr(1115,0,1119,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][1114] = settr(1113,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1113,2,1079,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1079]	= settr(1078,2,1112,97,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][1112]	= settr(1111,34,1113,98,98,"D_STEP247", 1, 2, 0);
	trans[0][1113]	= settr(1112,0,1767,1,0,"goto killed", 1, 2, 0);
	T = trans[ 0][1119] = settr(1118,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1118,2,1117,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1117]	= settr(1116,4,1134,99,99,"working = 0", 1, 2, 0); /* m: 1118 -> 0,1134 */
	reached0[1118] = 1;
	trans[0][1118]	= settr(0,0,0,0,0,"busy = (busy-1)",0,0,0);
	T = trans[0][1134] = settr(1133,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(1133,0,1120,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(1133,0,1133,0,0,"IF", 0, 2, 0);
	trans[0][1120]	= settr(1119,0,1131,100,0,"((p==2))", 0, 2, 0);
/*->*/	trans[0][1131]	= settr(1130,32,1769,101,101,"D_STEP253", 1, 2, 0);
	trans[0][1132]	= settr(1131,0,1769,1,0,"goto done", 0, 2, 0);
	trans[0][1135]	= settr(1134,0,1178,1,0,".(goto)", 0, 2, 0);
	trans[0][1133]	= settr(1132,0,1178,2,0,"else", 0, 2, 0);
	T = trans[0][1178] = settr(1177,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(1177,0,1141,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(1177,0,1177,0,0,"IF", 0, 2, 0);
	T = trans[ 0][1141] = settr(1140,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1140,2,1136,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1136]	= settr(1135,2,1140,1,0,"(1)", 1, 2, 0);
/*->*/	trans[0][1140]	= settr(1139,36,1304,102,102,"D_STEP262", 1, 2, 0);
	trans[0][1179]	= settr(1178,0,1304,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][1177] = settr(1176,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1176,2,1142,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1142]	= settr(1141,2,1175,103,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][1175]	= settr(1174,34,1176,104,104,"D_STEP262", 1, 2, 0);
	trans[0][1176]	= settr(1175,0,1767,1,0,"goto killed", 1, 2, 0);
	T = trans[0][1304] = settr(1303,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(1303,0,1267,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(1303,0,1303,0,0,"IF", 0, 2, 0);
	T = trans[ 0][1267] = settr(1266,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1266,2,1180,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1180]	= settr(1179,2,1260,1,0,"(1)", 1, 2, 0);
/*->*/	trans[0][1260]	= settr(1259,34,1265,105,105,"D_STEP263", 1, 2, 0);
	T = trans[0][1265] = settr(1264,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(1264,2,1261,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(1264,2,1263,0,0,"IF", 1, 2, 0);
	trans[0][1261]	= settr(1260,4,1574,106,106,"((memory[p].release==0))", 1, 2, 0); /* m: 1262 -> 1574,0 */
	reached0[1262] = 1;
	trans[0][1262]	= settr(1261,0,1574,1,0,"goto released", 1, 2, 0);
	trans[0][1266]	= settr(1265,0,1346,107,107,".(goto)", 1, 2, 0);
	trans[0][1263]	= settr(1262,2,1264,2,0,"else", 1, 2, 0);
	trans[0][1264]	= settr(1263,0,1346,108,108,"stakes = (stakes|(1<<memory[p].release))", 1, 2, 0); /* m: 1266 -> 0,1346 */
	reached0[1266] = 1;
	trans[0][1305]	= settr(1304,0,1346,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][1303] = settr(1302,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1302,2,1268,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1268]	= settr(1267,2,1301,109,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][1301]	= settr(1300,34,1302,110,110,"D_STEP263", 1, 2, 0);
	trans[0][1302]	= settr(1301,0,1767,1,0,"goto killed", 1, 2, 0);
	T = trans[0][1346] = settr(1345,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(1345,0,1309,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(1345,0,1345,0,0,"IF", 0, 2, 0);
	T = trans[ 0][1309] = settr(1308,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1308,2,1306,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1306]	= settr(1305,0,1387,111,111,"(1)", 1, 2, 0); /* m: 1307 -> 1387,0 */
	reached0[1307] = 1;
	trans[0][1307]	= settr(0,0,0,0,0,"assert(((stakes&(1<<memory[p].release))&&(guard[memory[p].mine]==0)))",0,0,0);
	trans[0][1308]	= settr(0,0,0,0,0,"guard[memory[p].mine] = memory[p].release",0,0,0);
	trans[0][1347]	= settr(1346,0,1387,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][1345] = settr(1344,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1344,2,1310,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1310]	= settr(1309,2,1343,112,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][1343]	= settr(1342,34,1344,113,113,"D_STEP267", 1, 2, 0);
	trans[0][1344]	= settr(1343,0,1767,1,0,"goto killed", 1, 2, 0);
	T = trans[0][1387] = settr(1386,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(1386,0,1350,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(1386,0,1386,0,0,"IF", 0, 2, 0);
	T = trans[ 0][1350] = settr(1349,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1349,2,1348,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1348]	= settr(1347,0,1428,114,114,"(1)", 1, 2, 0); /* m: 1349 -> 1428,0 */
	reached0[1349] = 1;
	trans[0][1349]	= settr(0,0,0,0,0,"assert((lock==memory[p].mine))",0,0,0);
	trans[0][1388]	= settr(1387,0,1428,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][1386] = settr(1385,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1385,2,1351,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1351]	= settr(1350,2,1384,115,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][1384]	= settr(1383,34,1385,116,116,"D_STEP271", 1, 2, 0);
	trans[0][1385]	= settr(1384,0,1767,1,0,"goto killed", 1, 2, 0);
	T = trans[0][1428] = settr(1427,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(1427,0,1391,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(1427,0,1427,0,0,"IF", 0, 2, 0);
	T = trans[ 0][1391] = settr(1390,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1390,2,1389,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1389]	= settr(1388,0,1469,117,117,"(1)", 1, 2, 0); /* m: 1390 -> 1469,0 */
	reached0[1390] = 1;
	trans[0][1390]	= settr(0,0,0,0,0,"lock = 0",0,0,0);
	trans[0][1429]	= settr(1428,0,1469,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][1427] = settr(1426,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1426,2,1392,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1392]	= settr(1391,2,1425,118,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][1425]	= settr(1424,34,1426,119,119,"D_STEP272", 1, 2, 0);
	trans[0][1426]	= settr(1425,0,1767,1,0,"goto killed", 1, 2, 0);
	T = trans[0][1469] = settr(1468,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(1468,0,1432,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(1468,0,1468,0,0,"IF", 0, 2, 0);
	T = trans[ 0][1432] = settr(1431,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1431,2,1430,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1430]	= settr(1429,0,1510,120,120,"(1)", 1, 2, 0); /* m: 1431 -> 1510,0 */
	reached0[1431] = 1;
	trans[0][1431]	= settr(0,0,0,0,0,"guard[memory[p].mine] = 0",0,0,0);
	trans[0][1470]	= settr(1469,0,1510,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][1468] = settr(1467,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1467,2,1433,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1433]	= settr(1432,2,1466,121,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][1466]	= settr(1465,34,1467,122,122,"D_STEP273", 1, 2, 0);
	trans[0][1467]	= settr(1466,0,1767,1,0,"goto killed", 1, 2, 0);
	T = trans[0][1510] = settr(1509,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(1509,0,1473,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(1509,0,1509,0,0,"IF", 0, 2, 0);
	T = trans[ 0][1473] = settr(1472,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1472,2,1471,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1471]	= settr(1470,0,1574,123,123,"(1)", 1, 2, 0); /* m: 1472 -> 1574,0 */
	reached0[1472] = 1;
	trans[0][1472]	= settr(0,0,0,0,0,"stakes = (stakes&~((1<<memory[p].release)))",0,0,0);
	trans[0][1511]	= settr(1510,0,1574,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][1509] = settr(1508,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1508,2,1474,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1474]	= settr(1473,2,1507,124,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][1507]	= settr(1506,34,1508,125,125,"D_STEP274", 1, 2, 0);
	trans[0][1508]	= settr(1507,0,1767,1,0,"goto killed", 1, 2, 0);
	T = trans[0][1574] = settr(1573,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(1573,0,1512,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(1573,0,1547,0,0,"IF", 0, 2, 0);
	trans[0][1512]	= settr(1511,0,1545,126,0,"((memory[p].release==0))", 1, 2, 0);
/*->*/	trans[0][1545]	= settr(1544,32,1767,127,127,"D_STEP279", 1, 2, 0);
	trans[0][1546]	= settr(1545,0,1767,1,0,"goto killed", 0, 2, 0);
	trans[0][1575]	= settr(1574,0,1615,1,0,".(goto)", 0, 2, 0);
	trans[0][1547]	= settr(1546,0,1572,2,0,"else", 0, 2, 0);
/*->*/	trans[0][1572]	= settr(1571,32,11,128,128,"D_STEP280", 1, 2, 0);
	trans[0][1573]	= settr(1572,0,11,1,0,"goto idle", 0, 2, 0);
	T = trans[0][1615] = settr(1614,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(1614,0,1578,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(1614,0,1614,0,0,"IF", 0, 2, 0);
	T = trans[ 0][1578] = settr(1577,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1577,2,1576,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1576]	= settr(1575,0,1698,129,129,"(1)", 1, 2, 0); /* m: 1577 -> 1698,0 */
	reached0[1577] = 1;
	trans[0][1577]	= settr(0,0,0,0,0,"guard[memory[p].holder] = 0",0,0,0);
	trans[0][1616]	= settr(1615,0,1698,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][1614] = settr(1613,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1613,2,1579,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1579]	= settr(1578,2,1612,130,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][1612]	= settr(1611,34,1613,131,131,"D_STEP284", 1, 2, 0);
	trans[0][1613]	= settr(1612,0,1767,1,0,"goto killed", 1, 2, 0);
	trans[0][1617]	= settr(1616,0,1698,1,0,"goto lost", 0, 2, 0);
	T = trans[0][1657] = settr(1656,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(1656,0,1620,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(1656,0,1656,0,0,"IF", 0, 2, 0);
	T = trans[ 0][1620] = settr(1619,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1619,2,1618,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1618]	= settr(1617,0,1698,132,132,"(1)", 1, 2, 0); /* m: 1619 -> 1698,0 */
	reached0[1619] = 1;
	trans[0][1619]	= settr(0,0,0,0,0,"guard[memory[p].found] = 0",0,0,0);
	trans[0][1658]	= settr(1657,0,1698,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][1656] = settr(1655,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1655,2,1621,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1621]	= settr(1620,2,1654,133,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][1654]	= settr(1653,34,1655,134,134,"D_STEP287", 1, 2, 0);
	trans[0][1655]	= settr(1654,0,1767,1,0,"goto killed", 1, 2, 0);
	T = trans[0][1698] = settr(1697,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(1697,0,1661,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(1697,0,1697,0,0,"IF", 0, 2, 0);
	T = trans[ 0][1661] = settr(1660,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1660,2,1659,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1659]	= settr(1658,0,71,135,135,"(1)", 1, 2, 0); /* m: 1660 -> 71,0 */
	reached0[1660] = 1;
	trans[0][1660]	= settr(0,0,0,0,0,"stakes = (stakes&~((1<<memory[p].mine)))",0,0,0);
	trans[0][1699]	= settr(1698,0,71,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][1697] = settr(1696,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1696,2,1662,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1662]	= settr(1661,2,1695,136,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][1695]	= settr(1694,34,1696,137,137,"D_STEP289", 1, 2, 0);
	trans[0][1696]	= settr(1695,0,1767,1,0,"goto killed", 1, 2, 0);
	trans[0][1700]	= settr(1699,0,71,1,0,"goto again", 0, 2, 0);
	T = trans[0][1740] = settr(1739,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(1739,0,1703,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(1739,0,1739,0,0,"IF", 0, 2, 0);
	T = trans[ 0][1703] = settr(1702,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1702,2,1701,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1701]	= settr(1700,0,1742,138,138,"(1)", 1, 2, 0); /* m: 1702 -> 1742,0 */
	reached0[1702] = 1;
	trans[0][1702]	= settr(0,0,0,0,0,"stakes = (stakes&~((1<<memory[p].mine)))",0,0,0);
	trans[0][1741]	= settr(1740,0,1742,1,0,".(goto)", 0, 2, 0);
	T = trans[ 0][1739] = settr(1738,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1738,2,1704,0,0,"ATOMIC", 1, 2, 0);
	trans[0][1704]	= settr(1703,2,1737,139,0,"((p!=2))", 1, 2, 0);
/*->*/	trans[0][1737]	= settr(1736,34,1738,140,140,"D_STEP293", 1, 2, 0);
	trans[0][1738]	= settr(1737,0,1767,1,0,"goto killed", 1, 2, 0);
	trans[0][1742]	= settr(1741,0,1764,141,0,"assert((p!=2))", 0, 2, 0);
	T = trans[ 0][1764] = settr(1763,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(1763,2,1760,0,0,"ATOMIC", 1, 2, 0);
	T = trans[ 0][1760] = settr(1759,0,0,0,0,"sub-sequence", 1, 2, 0);
	T->nxt	= settr(1759,0,1743,0,0,"sub-sequence", 1, 2, 0);
	trans[0][1743]	= settr(1742,2,1756,142,142,"memory[p].mine = 0", 1, 2, 0); /* m: 1744 -> 0,1756 */
	reached0[1744] = 1;
	trans[0][1744]	= settr(0,0,0,0,0,"memory[p].found = 0",0,0,0);
	trans[0][1745]	= settr(0,0,0,0,0,"memory[p].content = 0",0,0,0);
	trans[0][1746]	= settr(0,0,0,0,0,"memory[p].holder = 0",0,0,0);
	trans[0][1747]	= settr(0,0,0,0,0,"memory[p].leftGuards = 0",0,0,0);
	trans[0][1748]	= settr(0,0,0,0,0,"memory[p].leftStakes = 0",0,0,0);
	trans[0][1749]	= settr(0,0,0,0,0,"memory[p].leftCopies = 0",0,0,0);
	trans[0][1750]	= settr(0,0,0,0,0,"i = 1",0,0,0);
	trans[0][1757]	= settr(1756,2,1756,1,0,".(goto)", 1, 2, 0);
	T = trans[0][1756] = settr(1755,2,0,0,0,"DO", 1, 2, 0);
	T = T->nxt	= settr(1755,2,1751,0,0,"DO", 1, 2, 0);
	    T->nxt	= settr(1755,2,1754,0,0,"DO", 1, 2, 0);
	trans[0][1751]	= settr(1750,2,1756,143,143,"((i<=5))", 1, 2, 0); /* m: 1752 -> 1756,0 */
	reached0[1752] = 1;
	trans[0][1752]	= settr(0,0,0,0,0,"memory[p].above[i] = 0",0,0,0);
	trans[0][1753]	= settr(0,0,0,0,0,"i = (i+1)",0,0,0);
	trans[0][1754]	= settr(1753,2,1759,2,0,"else", 1, 2, 0);
	trans[0][1755]	= settr(1754,2,1759,1,0,"goto :b50", 1, 2, 0); /* m: 1759 -> 0,11 */
	reached0[1759] = 1;
	trans[0][1758]	= settr(1757,2,1759,1,0,"break", 1, 2, 0);
	trans[0][1759]	= settr(1758,0,11,144,144,"i = 0", 1, 2, 0); /* m: 1761 -> 0,11 */
	reached0[1761] = 1;
	trans[0][1761]	= settr(0,0,0,0,0,"working = 0",0,0,0);
	trans[0][1762]	= settr(0,0,0,0,0,"busy = (busy-1)",0,0,0);
	trans[0][1763]	= settr(0,0,0,0,0,"assert(!(((turnedAway&&(busy==0))&&(owners==0))))",0,0,0);
	trans[0][1765]	= settr(1764,0,11,1,0,"goto idle", 0, 2, 0);
	trans[0][1767]	= settr(1766,0,11,1,0,"(1)", 0, 2, 0);
	trans[0][1766]	= settr(1765,0,11,1,0,"goto idle", 0, 2, 0);
	trans[0][1768]	= settr(1767,0,1769,145,0,"((gone<=2))", 1, 2, 0);
	trans[0][1769]	= settr(1768,0,1770,1,0,"(1)", 0, 2, 0);
	trans[0][1770]	= settr(1769,0,0,146,146,"-end-", 0, 3500, 0);
	/* np_ demon: */
	trans[_NP_] = (Trans **) emalloc(3*sizeof(Trans *));
	T = trans[_NP_][0] = settr(9997,0,1,_T5,0,"(np_)", 1,2,0);
	    T->nxt	  = settr(9998,0,0,_T2,0,"(1)",   0,2,0);
	T = trans[_NP_][1] = settr(9999,0,1,_T5,0,"(np_)", 1,2,0);
}

Trans *
settr(	int t_id, int a, int b, int c, int d,
	char *t, int g, int tpe0, int tpe1)
{	Trans *tmp = (Trans *) emalloc(sizeof(Trans));

	tmp->atom  = a&(6|32);	/* only (2|8|32) have meaning */
	if (!g) tmp->atom |= 8;	/* no global references */
	tmp->st    = b;
	tmp->tpe[0] = tpe0;
	tmp->tpe[1] = tpe1;
	tmp->tp    = t;
	tmp->t_id  = t_id;
	tmp->forw  = c;
	tmp->back  = d;
	return tmp;
}

Trans *
cpytr(Trans *a)
{	Trans *tmp = (Trans *) emalloc(sizeof(Trans));

	int i;
	tmp->atom  = a->atom;
	tmp->st    = a->st;
#ifdef HAS_UNLESS
	tmp->e_trans = a->e_trans;
	for (i = 0; i < HAS_UNLESS; i++)
		tmp->escp[i] = a->escp[i];
#endif
	tmp->tpe[0] = a->tpe[0];
	tmp->tpe[1] = a->tpe[1];
	for (i = 0; i < 6; i++)
	{	tmp->qu[i] = a->qu[i];
		tmp->ty[i] = a->ty[i];
	}
	tmp->tp    = (char *) emalloc(strlen(a->tp)+1);
	strcpy(tmp->tp, a->tp);
	tmp->t_id  = a->t_id;
	tmp->forw  = a->forw;
	tmp->back  = a->back;
	return tmp;
}

#ifndef NOREDUCE
int
srinc_set(int n)
{	if (n <= 2) return LOCAL;
	if (n <= 2+  DELTA) return Q_FULL_F; /* 's' or nfull  */
	if (n <= 2+2*DELTA) return Q_EMPT_F; /* 'r' or nempty */
	if (n <= 2+3*DELTA) return Q_EMPT_T; /* empty */
	if (n <= 2+4*DELTA) return Q_FULL_T; /* full  */
	if (n ==   5*DELTA) return GLOBAL;
	if (n ==   6*DELTA) return TIMEOUT_F;
	if (n ==   7*DELTA) return ALPHA_F;
	Uerror("cannot happen srinc_class");
	return BAD;
}
int
srunc(int n, int m)
{	switch(m) {
	case Q_FULL_F: return n-2;
	case Q_EMPT_F: return n-2-DELTA;
	case Q_EMPT_T: return n-2-2*DELTA;
	case Q_FULL_T: return n-2-3*DELTA;
	case ALPHA_F:
	case TIMEOUT_F: return 257; /* non-zero, and > MAXQ */
	}
	Uerror("cannot happen srunc");
	return 0;
}
#endif
int cnt;
#ifdef HAS_UNLESS
int
isthere(Trans *a, int b)
{	Trans *t;
	for (t = a; t; t = t->nxt)
		if (t->t_id == b)
			return 1;
	return 0;
}
#endif
#ifndef NOREDUCE
int
mark_safety(Trans *t) /* for conditional safety */
{	int g = 0, i, j, k;

	if (!t) return 0;
	if (t->qu[0])
		return (t->qu[1])?2:1;	/* marked */

	for (i = 0; i < 2; i++)
	{	j = srinc_set(t->tpe[i]);
		if (j >= GLOBAL && j != ALPHA_F)
			return -1;
		if (j != LOCAL)
		{	k = srunc(t->tpe[i], j);
			if (g == 0
			||  t->qu[0] != k
			||  t->ty[0] != j)
			{	t->qu[g] = k;
				t->ty[g] = j;
				g++;
	}	}	}
	return g;
}
#endif
void
retrans(int n, int m, int is, short srcln[], uchar reach[], uchar lpstate[])
	/* process n, with m states, is=initial state */
{	Trans *T0, *T1, *T2, *T3;
	Trans *T4, *T5; /* t_reverse or has_unless */
	int i;
#if defined(HAS_UNLESS) || !defined(NOREDUCE)
	int k;
#endif
#ifndef NOREDUCE
	int g, h, j, aa;
#endif
#ifdef HAS_UNLESS
	int p;
#endif
	if (state_tables >= 4)
	{	printf("STEP 1 %s\n", 
			procname[n]);
		for (i = 1; i < m; i++)
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			crack(n, i, T0, srcln);
		return;
	}
	do {
		for (i = 1, cnt = 0; i < m; i++)
		{	T2 = trans[n][i];
			T1 = T2?T2->nxt:(Trans *)0;
/* prescan: */		for (T0 = T1; T0; T0 = T0->nxt)
/* choice in choice */	{	if (T0->st && trans[n][T0->st]
				&&  trans[n][T0->st]->nxt)
					break;
			}
#if 0
		if (T0)
		printf("\tstate %d / %d: choice in choice\n",
		i, T0->st);
#endif
			if (T0)
			for (T0 = T1; T0; T0 = T0->nxt)
			{	T3 = trans[n][T0->st];
				if (!T3->nxt)
				{	T2->nxt = cpytr(T0);
					T2 = T2->nxt;
					imed(T2, T0->st, n, i);
					continue;
				}
				do {	T3 = T3->nxt;
					T2->nxt = cpytr(T3);
					T2 = T2->nxt;
					imed(T2, T0->st, n, i);
				} while (T3->nxt);
				cnt++;
			}
		}
	} while (cnt);
	if (state_tables >= 3)
	{	printf("STEP 2 %s\n", 
			procname[n]);
		for (i = 1; i < m; i++)
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			crack(n, i, T0, srcln);
		return;
	}
	for (i = 1; i < m; i++)
	{	if (trans[n][i] && trans[n][i]->nxt) /* optimize */
		{	T1 = trans[n][i]->nxt;
#if 0
			printf("\t\tpull %d (%d) to %d\n",
			T1->st, T1->forw, i);
#endif
			srcln[i] = srcln[T1->st];	/* Oyvind Teig, 5.2.0 */

			if (!trans[n][T1->st]) continue;
			T0 = cpytr(trans[n][T1->st]);
			trans[n][i] = T0;
			reach[T1->st] = 1;
			imed(T0, T1->st, n, i);
			for (T1 = T1->nxt; T1; T1 = T1->nxt)
			{
#if 0
			printf("\t\tpull %d (%d) to %d\n",
				T1->st, T1->forw, i);
#endif
		/*		srcln[i] = srcln[T1->st];  gh: not useful */
				if (!trans[n][T1->st]) continue;
				T0->nxt = cpytr(trans[n][T1->st]);
				T0 = T0->nxt;
				reach[T1->st] = 1;
				imed(T0, T1->st, n, i);
	}	}	}
	if (state_tables >= 2)
	{	printf("STEP 3 %s\n", 
			procname[n]);
		for (i = 1; i < m; i++)
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			crack(n, i, T0, srcln);
		return;
	}
#ifdef HAS_UNLESS
	for (i = 1; i < m; i++)
	{	if (!trans[n][i]) continue;
		/* check for each state i if an
		 * escape to some state p is defined
		 * if so, copy and mark p's transitions
		 * and prepend them to the transition-
		 * list of state i
		 */
	 if (!like_java) /* the default */
	 {	for (T0 = trans[n][i]; T0; T0 = T0->nxt)
		for (k = HAS_UNLESS-1; k >= 0; k--)
		{	if (p = T0->escp[k])
			for (T1 = trans[n][p]; T1; T1 = T1->nxt)
			{	if (isthere(trans[n][i], T1->t_id))
					continue;
				T2 = cpytr(T1);
				T2->e_trans = p;
				T2->nxt = trans[n][i];
				trans[n][i] = T2;
		}	}
	 } else /* outermost unless checked first */
	 {	T4 = T3 = (Trans *) 0;
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
		for (k = HAS_UNLESS-1; k >= 0; k--)
		{	if (p = T0->escp[k])
			for (T1 = trans[n][p]; T1; T1 = T1->nxt)
			{	if (isthere(trans[n][i], T1->t_id))
					continue;
				T2 = cpytr(T1);
				T2->nxt = (Trans *) 0;
				T2->e_trans = p;
				if (T3)	T3->nxt = T2;
				else	T4 = T2;
				T3 = T2;
		}	}
		if (T4)
		{	T3->nxt = trans[n][i];
			trans[n][i] = T4;
		}
	 }
	}
#endif
#ifndef NOREDUCE
	for (i = 1; i < m; i++)
	{	if (a_cycles)
		{ /* moves through these states are visible */
	#if PROG_LAB>0 && defined(HAS_NP)
			if (progstate[n][i])
				goto degrade;
			for (T1 = trans[n][i]; T1; T1 = T1->nxt)
				if (progstate[n][T1->st])
					goto degrade;
	#endif
			if (accpstate[n][i] || visstate[n][i])
				goto degrade;
			for (T1 = trans[n][i]; T1; T1 = T1->nxt)
				if (accpstate[n][T1->st])
					goto degrade;
		}
		T1 = trans[n][i];
		if (!T1) continue;
		g = mark_safety(T1);	/* V3.3.1 */
		if (g < 0) goto degrade; /* global */
		/* check if mixing of guards preserves reduction */
		if (T1->nxt)
		{	k = 0;
			for (T0 = T1; T0; T0 = T0->nxt)
			{	if (!(T0->atom&8))
					goto degrade;
				for (aa = 0; aa < 2; aa++)
				{	j = srinc_set(T0->tpe[aa]);
					if (j >= GLOBAL && j != ALPHA_F)
						goto degrade;
					if (T0->tpe[aa]
					&&  T0->tpe[aa]
					!=  T1->tpe[0])
						k = 1;
			}	}
			/* g = 0;	V3.3.1 */
			if (k)	/* non-uniform selection */
			for (T0 = T1; T0; T0 = T0->nxt)
			for (aa = 0; aa < 2; aa++)
			{	j = srinc_set(T0->tpe[aa]);
				if (j != LOCAL)
				{	k = srunc(T0->tpe[aa], j);
					for (h = 0; h < 6; h++)
						if (T1->qu[h] == k
						&&  T1->ty[h] == j)
							break;
					if (h >= 6)
					{	T1->qu[g%6] = k;
						T1->ty[g%6] = j;
						g++;
			}	}	}
			if (g > 6)
			{	T1->qu[0] = 0;	/* turn it off */
				printf("pan: warning, line %d, ",
					srcln[i]);
			 	printf("too many stmnt types (%d)",
					g);
			  	printf(" in selection\n");
			  goto degrade;
			}
		}
		/* mark all options global if >=1 is global */
		for (T1 = trans[n][i]; T1; T1 = T1->nxt)
			if (!(T1->atom&8)) break;
		if (T1)
degrade:	for (T1 = trans[n][i]; T1; T1 = T1->nxt)
			T1->atom &= ~8;	/* mark as unsafe */
		/* can only mix 'r's or 's's if on same chan */
		/* and not mixed with other local operations */
		T1 = trans[n][i];
		if (!T1 || T1->qu[0]) continue;
		j = T1->tpe[0];
		if (T1->nxt && T1->atom&8)
		{ if (j == 5*DELTA)
		  {	printf("warning: line %d ", srcln[i]);
			printf("mixed condition ");
			printf("(defeats reduction)\n");
			goto degrade;
		  }
		  for (T0 = T1; T0; T0 = T0->nxt)
		  for (aa = 0; aa < 2; aa++)
		  if  (T0->tpe[aa] && T0->tpe[aa] != j)
		  {	printf("warning: line %d ", srcln[i]);
			printf("[%d-%d] mixed %stion ",
				T0->tpe[aa], j, 
				(j==5*DELTA)?"condi":"selec");
			printf("(defeats reduction)\n");
			printf("	'%s' <-> '%s'\n",
				T1->tp, T0->tp);
			goto degrade;
		} }
	}
#endif
	for (i = 1; i < m; i++)
	{	T2 = trans[n][i];
		if (!T2
		||  T2->nxt
		||  strncmp(T2->tp, ".(goto)", 7)
		||  !stopstate[n][i])
			continue;
		stopstate[n][T2->st] = 1;
	}
	if (state_tables && !verbose)
	{	if (dodot)
		{	char buf[256], *q = buf, *p = procname[n];
			while (*p != '\0')
			{	if (*p != ':')
				{	*q++ = *p;
				}
				p++;
			}
			*q = '\0';
			printf("digraph ");
			switch (Btypes[n]) {
			case I_PROC:  printf("init {\n"); break;
			case N_CLAIM: printf("claim_%s {\n", buf); break;
			case E_TRACE: printf("notrace {\n"); break;
			case N_TRACE: printf("trace {\n"); break;
			default:      printf("p_%s {\n", buf); break;
			}
			printf("size=\"8,10\";\n");
			printf("  GT [shape=box,style=dotted,label=\"%s\"];\n", buf);
			printf("  GT -> S%d;\n", is);
		} else
		{	switch (Btypes[n]) {
			case I_PROC:  printf("init\n"); break;
			case N_CLAIM: printf("claim %s\n", procname[n]); break;
			case E_TRACE: printf("notrace assertion\n"); break;
			case N_TRACE: printf("trace assertion\n"); break;
			default:      printf("proctype %s\n", procname[n]); break;
		}	}
		for (i = 1; i < m; i++)
		{	reach[i] = 1;
		}
		tagtable(n, m, is, srcln, reach);
		if (dodot) printf("}\n");
	} else
	for (i = 1; i < m; i++)
	{	int nrelse;
		if (Btypes[n] != N_CLAIM)
		{	for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			{	if (T0->st == i
				&& strcmp(T0->tp, "(1)") == 0)
				{	printf("error: proctype '%s' ",
						procname[n]);
		  			printf("line %d, state %d: has un",
						srcln[i], i);
					printf("conditional self-loop\n");
					pan_exit(1);
		}	}	}
		nrelse = 0;
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
		{	if (strcmp(T0->tp, "else") == 0)
				nrelse++;
		}
		if (nrelse > 1)
		{	printf("error: proctype '%s' state",
				procname[n]);
		  	printf(" %d, inherits %d", i, nrelse);
		  	printf(" 'else' stmnts\n");
			pan_exit(1);
	}	}
#if !defined(LOOPSTATE) && !defined(BFS_PAR)
	if (state_tables)
#endif
	do_dfs(n, m, is, srcln, reach, lpstate);

	if (!t_reverse)
	{	return;
	}
	/* process n, with m states, is=initial state -- reverse list */
	if (!state_tables && Btypes[n] != N_CLAIM)
	{	for (i = 1; i < m; i++)
		{	Trans *Tx = (Trans *) 0; /* list of escapes */
			Trans *Ty = (Trans *) 0; /* its tail element */
			T1 = (Trans *) 0; /* reversed list */
			T2 = (Trans *) 0; /* its tail */
			T3 = (Trans *) 0; /* remembers possible 'else' */

			/* find unless-escapes, they should go first */
			T4 = T5 = T0 = trans[n][i];
	#ifdef HAS_UNLESS
			while (T4 && T4->e_trans) /* escapes are first in orig list */
			{	T5 = T4;	  /* remember predecessor */
				T4 = T4->nxt;
			}
	#endif
			/* T4 points to first non-escape, T5 to its parent, T0 to original list */
			if (T4 != T0)		 /* there was at least one escape */
			{	T3 = T5->nxt;		 /* start of non-escapes */
				T5->nxt = (Trans *) 0;	 /* separate */
				Tx = T0;		 /* start of the escapes */
				Ty = T5;		 /* its tail */
				T0 = T3;		 /* the rest, to be reversed */
			}
			/* T0 points to first non-escape, Tx to the list of escapes, Ty to its tail */

			/* first tail-add non-escape transitions, reversed */
			T3 = (Trans *) 0;
			for (T5 = T0; T5; T5 = T4)
			{	T4 = T5->nxt;
	#ifdef HAS_UNLESS
				if (T5->e_trans)
				{	printf("error: cannot happen!\n");
					continue;
				}
	#endif
				if (strcmp(T5->tp, "else") == 0)
				{	T3 = T5;
					T5->nxt = (Trans *) 0;
				} else
				{	T5->nxt = T1;
					if (!T1) { T2 = T5; }
					T1 = T5;
			}	}
			/* T3 points to a possible else, which is removed from the list */
			/* T1 points to the reversed list so far (without escapes) */
			/* T2 points to the tail element -- where the else should go */
			if (T2 && T3)
			{	T2->nxt = T3;	/* add else */
			} else
			{	if (T3) /* there was an else, but there's no tail */
				{	if (!T1)	/* and no reversed list */
					{	T1 = T3; /* odd, but possible */
					} else		/* even stranger */
					{	T1->nxt = T3;
			}	}	}

			/* add in the escapes, to that they appear at the front */
			if (Tx && Ty) { Ty->nxt = T1; T1 = Tx; }

			trans[n][i] = T1;
			/* reversed, with escapes first and else last */
	}	}
	if (state_tables && verbose)
	{	printf("FINAL proctype %s\n", 
			procname[n]);
		for (i = 1; i < m; i++)
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			crack(n, i, T0, srcln);
	}
}
void
imed(Trans *T, int v, int n, int j)	/* set intermediate state */
{	progstate[n][T->st] |= progstate[n][v];
	accpstate[n][T->st] |= accpstate[n][v];
	stopstate[n][T->st] |= stopstate[n][v];
	mapstate[n][j] = T->st;
}
void
tagtable(int n, int m, int is, short srcln[], uchar reach[])
{	Trans *z;

	if (is >= m || !trans[n][is]
	||  is <= 0 || reach[is] == 0)
		return;
	reach[is] = 0;
	if (state_tables)
	for (z = trans[n][is]; z; z = z->nxt)
	{	if (dodot)
			dot_crack(n, is, z);
		else
			crack(n, is, z, srcln);
	}

	for (z = trans[n][is]; z; z = z->nxt)
	{
#ifdef HAS_UNLESS
		int i, j;
#endif
		tagtable(n, m, z->st, srcln, reach);
#ifdef HAS_UNLESS
		for (i = 0; i < HAS_UNLESS; i++)
		{	j = trans[n][is]->escp[i];
			if (!j) break;
			tagtable(n, m, j, srcln, reach);
		}
#endif
	}
}

extern Trans *t_id_lkup[];

void
dfs_table(int n, int m, int is, short srcln[], uchar reach[], uchar lpstate[])
{	Trans *z;

	if (is >= m || is <= 0 || !trans[n][is])
		return;
	if ((reach[is] & (4|8|16)) != 0)
	{	if ((reach[is] & (8|16)) == 16)	/* on stack, not yet recorded */
		{	lpstate[is] = 1;
			reach[is] |= 8; /* recorded */
			if (state_tables && verbose)
			{	printf("state %d line %d is a loopstate\n", is, srcln[is]);
		}	}
		return;
	}
	reach[is] |= (4|16);	/* visited | onstack */
	for (z = trans[n][is]; z; z = z->nxt)
	{	t_id_lkup[z->t_id] = z;
#ifdef HAS_UNLESS
		int i, j;
#endif
		dfs_table(n, m, z->st, srcln, reach, lpstate);
#ifdef HAS_UNLESS
		for (i = 0; i < HAS_UNLESS; i++)
		{	j = trans[n][is]->escp[i];
			if (!j) break;
			dfs_table(n, m, j, srcln, reach, lpstate);
		}
#endif
	}
	reach[is] &= ~16; /* no longer on stack */
}
void
do_dfs(int n, int m, int is, short srcln[], uchar reach[], uchar lpstate[])
{	int i;
	dfs_table(n, m, is, srcln, reach, lpstate);
	for (i = 0; i < m; i++)
		reach[i] &= ~(4|8|16);
}
void
crack(int n, int j, Trans *z, short srcln[])
{	int i;

	if (!z) return;
	printf("	state %3d -(tr %3d)-> state %3d  ",
		j, z->forw, z->st);
	printf("[id %3d tp %3d", z->t_id, z->tpe[0]);
	if (z->tpe[1]) printf(",%d", z->tpe[1]);
#ifdef HAS_UNLESS
	if (z->e_trans)
		printf(" org %3d", z->e_trans);
	else if (state_tables >= 2)
	for (i = 0; i < HAS_UNLESS; i++)
	{	if (!z->escp[i]) break;
		printf(" esc %d", z->escp[i]);
	}
#endif
	printf("]");
	printf(" [%s%s%s%s%s] %s:%d => ",
		z->atom&6?"A":z->atom&32?"D":"-",
		accpstate[n][j]?"a" :"-",
		stopstate[n][j]?"e" : "-",
		progstate[n][j]?"p" : "-",
		z->atom & 8 ?"L":"G",
		PanSource, srcln[j]);
	for (i = 0; z->tp[i]; i++)
		if (z->tp[i] == '\n')
			printf("\\n");
		else
			putchar(z->tp[i]);
	if (verbose && z->qu[0])
	{	printf("\t[");
		for (i = 0; i < 6; i++)
			if (z->qu[i])
				printf("(%d,%d)",
				z->qu[i], z->ty[i]);
		printf("]");
	}
	printf("\n");
	fflush(stdout);
}
/* spin -a m.pml; cc -o pan pan.c; ./pan -D | dot -Tps > foo.ps; ps2pdf foo.ps */
void
dot_crack(int n, int j, Trans *z)
{	int i;

	if (!z) return;
	printf("	S%d -> S%d  [color=black", j, z->st);

	if (z->atom&6) printf(",style=dashed");
	else if (z->atom&32) printf(",style=dotted");
	else if (z->atom&8) printf(",style=solid");
	else printf(",style=bold");

	printf(",label=\"");
	for (i = 0; z->tp[i]; i++)
	{	if (z->tp[i] == '\\'
		&&  z->tp[i+1] == 'n')
		{	i++; printf(" ");
		} else
		{	putchar(z->tp[i]);
	}	}
	printf("\"];\n");
	if (accpstate[n][j]) printf("  S%d [color=red,style=bold];\n", j);
	else if (progstate[n][j]) printf("  S%d [color=green,style=bold];\n", j);
	if (stopstate[n][j]) printf("  S%d [color=blue,style=bold,shape=box];\n", j);
}

#ifdef VAR_RANGES
#define BYTESIZE	32	/* 2^8 : 2^3 = 256:8 = 32 */

typedef struct Vr_Ptr {
	char	*nm;
	uchar	vals[BYTESIZE];
	struct Vr_Ptr *nxt;
} Vr_Ptr;
Vr_Ptr *ranges = (Vr_Ptr *) 0;

void
logval(char *s, int v)
{	Vr_Ptr *tmp;

	if (v<0 || v > 255) return;
	for (tmp = ranges; tmp; tmp = tmp->nxt)
		if (!strcmp(tmp->nm, s))
			goto found;
	tmp = (Vr_Ptr *) emalloc(sizeof(Vr_Ptr));
	tmp->nxt = ranges;
	ranges = tmp;
	tmp->nm = s;
found:
	tmp->vals[(v)/8] |= 1<<((v)%8);
}

void
dumpval(uchar X[], int range)
{	int w, x, i, j = -1;

	for (w = i = 0; w < range; w++)
	for (x = 0; x < 8; x++, i++)
	{
from:		if ((X[w] & (1<<x)))
		{	printf("%d", i);
			j = i;
			goto upto;
	}	}
	return;
	for (w = 0; w < range; w++)
	for (x = 0; x < 8; x++, i++)
	{
upto:		if (!(X[w] & (1<<x)))
		{	if (i-1 == j)
				printf(", ");
			else
				printf("-%d, ", i-1);
			goto from;
	}	}
	if (j >= 0 && j != 255)
		printf("-255");
}

void
dumpranges(void)
{	Vr_Ptr *tmp;
	printf("\nValues assigned within ");
	printf("interval [0..255]:\n");
	for (tmp = ranges; tmp; tmp = tmp->nxt)
	{	printf("\t%s\t: ", tmp->nm);
		dumpval(tmp->vals, BYTESIZE);
		printf("\n");
	}
}
#endif
